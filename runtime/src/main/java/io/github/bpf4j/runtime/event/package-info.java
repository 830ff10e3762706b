/** What programs are called with, described by names. */
@NullMarked
package io.github.bpf4j.runtime.event;

import org.jspecify.annotations.NullMarked;
