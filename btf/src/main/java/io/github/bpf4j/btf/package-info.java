@NullMarked
package io.github.bpf4j.btf;

import org.jspecify.annotations.NullMarked;
