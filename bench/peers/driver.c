/* SPDX-License-Identifier: Apache-2.0 - see driver.h: driver CODE MEMORY HOW */
#include "driver.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Not static and in a file of its own: no compiler sees through it. */
uint64_t peer_helper8(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e)
{
	(void)a, (void)b, (void)c, (void)d, (void)e;
	return 0;
}

static uint64_t now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void *contents(const char *path, size_t *bytes)
{
	FILE *file = fopen(path, "rb");
	if (!file) return NULL;
	size_t room = 1 << 20;
	char *all = calloc(1, room);
	*bytes = all ? fread(all, 1, room, file) : 0;
	fclose(file);
	return all;
}

int main(int count, char **arguments)
{
	size_t code_bytes, memory_bytes;
	void *code, *memory;
	if (count != 4 || !(code = contents(arguments[1], &code_bytes)) || !(memory = contents(arguments[2], &memory_bytes))) {
		fprintf(stderr, "driver CODE MEMORY jit|interp\n");
		return 2;
	}
	const char *error = peer_open(arguments[3], code, code_bytes, memory, memory_bytes);
	if (error) {
		printf("failed %s\n", error);
		return 1;
	}
	puts("ready");
	fflush(stdout);
	char line[64];
	uint64_t runs = 1;
	while (fgets(line, sizeof line, stdin)) {
		unsigned long long least;
		if (sscanf(line, "run %llu", &least) != 1) return 2;
		for (;;) {
			uint64_t result = 0, cpu = now(CLOCK_THREAD_CPUTIME_ID), wall = now(CLOCK_MONOTONIC);
			for (uint64_t i = 0; i < runs; i++) result = peer_run();
			wall = now(CLOCK_MONOTONIC) - wall;
			cpu = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
			if (wall >= least) {
				printf("%llu %llu %llu %016llx\n", (unsigned long long)runs, (unsigned long long)wall,
				       (unsigned long long)cpu, (unsigned long long)result);
				fflush(stdout);
				break;
			}
			/* A tenth more than it should take, at most eight times as many as before. */
			double factor = 1.1 * (double)least / (double)(wall + 1);
			runs = (uint64_t)((double)runs * (factor < 8 ? factor : 8)) + 1;
		}
	}
	return 0;
}
