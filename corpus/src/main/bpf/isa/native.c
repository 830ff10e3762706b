// SPDX-License-Identifier: Apache-2.0
// Prints what the programs of one source (-DSOURCE) return, one line each: object, instruction set version, program,
// result.
int printf(const char *format, ...);
#define STRING_OF(x) #x
#define STRING(x) STRING_OF(x)
#define INCLUDED(name) STRING(name.bpf.c)
#include INCLUDED(SOURCE)

extern const struct program __start_programs[], __stop_programs[];

int main(void)
{
	const struct program *program;

	for (program = __start_programs; program < __stop_programs; program++)
		printf("%s\tv%d\t%s\t%016llx\n", STRING(SOURCE), SINCE, program->name, program->run(NULL));
	return 0;
}
