// SPDX-License-Identifier: Apache-2.0
// A process that passes the probes that features/usdt.bpf.c is attached to. Notes are as SystemTap publishes them: the address of the
// probe, of the section .stapsdt.base, of a semaphore; then the provider, the name and where the arguments lie.
.macro probe name, arguments
990:	nop
	.pushsection .note.stapsdt, "", %note
	.balign 4
	.4byte 992f - 991f, 994f - 993f, 3
991:	.asciz "stapsdt"
992:	.balign 4
993:	.8byte 990b
	.8byte _.stapsdt.base
	.8byte 0
	.asciz "bpf4j"
	.asciz "\name"
	.asciz "\arguments"
994:	.balign 4
	.popsection
.endm

.section .stapsdt.base, "a", %progbits
_.stapsdt.base:
	.space 1

.data
	.short 0, -2
here:	.int -11, 0
	.quad 0x1020304050607080

.text
.globl _start
_start:
#ifdef __x86_64__
	mov $0xfffffff9, %edi
	movabs $0x1122334455667788, %rsi
	mov $0xfe, %edx
	mov $300, %r8d
	probe numbers, "-4@%edi 8@%rsi -1@%dl 1@%dl 2@%r8w -4@$-9 8@$10"
	lea here(%rip), %rcx
	mov (%rcx), %eax
	push $77
	mov %rsp, %rbp
	push $-78
	probe memory, "-4@(%rcx) 8@8(%rcx) -2@-2(%rcx) 8@(%rbp) -8@-8(%rbp)"
	probe none, ""
	mov $5, %eax
	mov $6, %ebx
	probe twice, "4@%eax"
	probe twice, "4@%ebx"
	probe twice, "4@%eax"
	probe symbol, "4@here(%rip)"
	probe scaled, "8@8(%rcx,%rax,4)"
	probe register, "4@%zz"
	probe many, "1@$1 1@$2 1@$3 1@$4 1@$5 1@$6 1@$7 1@$8 1@$9 1@$10 1@$11 1@$12 1@$13"
	probe wide, "16@$1"
	mov $60, %eax
	xor %edi, %edi
	syscall
#else
	mov x0, #7
	probe numbers, "-4@x0 8@x1 -1@5 8@[sp] -4@[sp, 8] 2@[x2, -16]"
	mov x8, #93
	mov x0, #0
	svc #0
#endif
