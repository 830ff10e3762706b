/** Where packets go: the routes, neighbours and addresses of a world, and what programs are told of them. */
@NullMarked
package io.github.bpf4j.runtime.routing;

import org.jspecify.annotations.NullMarked;
