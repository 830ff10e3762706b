@NullMarked
package io.github.bpf4j.abi;

import org.jspecify.annotations.NullMarked;
