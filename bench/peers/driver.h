/* SPDX-License-Identifier: Apache-2.0 - a process that runs one program over and over when told to; bench/README.md has the protocol.
 * A peer implements these two functions and is linked with driver.c.
 */
#ifndef DRIVER_H
#define DRIVER_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
/* Makes the program ready; NULL or why it cannot be. `how` is the last argument of the command line: jit or interp. */
const char *peer_open(const char *how, const void *code, size_t code_bytes, void *memory, size_t memory_bytes);
/* Runs it once on the memory. */
uint64_t peer_run(void);
/* Helper 8 of all peers: bpf_get_smp_processor_id, always CPU 0. */
uint64_t peer_helper8(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);
#ifdef __cplusplus
}
#endif
#endif
