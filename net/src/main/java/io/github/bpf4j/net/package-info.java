@NullMarked
package io.github.bpf4j.net;

import org.jspecify.annotations.NullMarked;
