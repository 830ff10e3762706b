/**
 * Objects that programs allocate, and the lists, trees and fields that own them (verifier spec B 4.3, 4.4). Which object is where
 * is known to the host alone: what guests write into their memory changes nothing of it.
 */
@NullMarked
package io.github.bpf4j.runtime.objects;

import org.jspecify.annotations.NullMarked;
