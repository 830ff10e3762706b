"""Writes the systematic conformance cases: cross products of instructions and operands (files `*.gen.case`)."""

import gen_atomics
import gen_faults
from semantics import M64, alu, end, movsx, neg, taken
from tables import (
    AMOUNTS, BYTES, IMMS, JUMPS, BASE_OPS, DIVMUL_OPS, MIN32, NAMES, NARROW, SHIFT_IMMS, WIDE, CaseFile, hexadecimal,
    load, stored,
)  # fmt: skip


def alu_files(group, name, ops, bits):
    r = "r" if bits == 64 else "w"
    operands = WIDE if bits == 64 else NARROW
    cls = "ALU64" if bits == 64 else "ALU"
    out = CaseFile(group, name)
    for op in ops:
        shift = "<<" in op or ">>" in op
        out.table(
            f"{NAMES[op]} {cls} by register",
            f"r0 = {{a}} ll\nr1 = {{b}} ll\n{r}0 {op} {r}1\nexit",
            "a b result",
            [(a, b, alu(op, a, b, bits)) for a in operands for b in (AMOUNTS if shift else operands)],
            result="{result}",
        )
        out.table(
            f"{NAMES[op]} {cls} by immediate",
            f"r0 = {{a}} ll\n{r}0 {op} {{imm}}\nexit",
            "a imm result",
            [(a, str(i), alu(op, a, i & M64, bits)) for a in operands for i in (SHIFT_IMMS if shift else IMMS)],
            result="{result}",
        )
        out.table(
            f"{NAMES[op]} {cls} of a register with itself",
            f"r0 = {{a}} ll\n{r}0 {op} {r}0\nexit",
            "a result",
            [(a, alu(op, a, a, bits)) for a in operands],
            result="{result}",
        )
        a, b = operands[10], operands[4] if shift else operands[11]
        pairs = [(d, (d + k) % 10) for d in range(10) for k in (1, 4, 7)]
        out.table(
            f"{NAMES[op]} {cls} with each register as destination and source",
            f"r{{d}} = {a:#x} ll\nr{{s}} = {b:#x} ll\n{r}{{d}} {op} {r}{{s}}\nr0 = r{{d}}\nexit",
            "d s",
            [(str(d), str(s)) for d, s in pairs],
            result=hexadecimal(alu(op, a, b, bits)),
        )
        out.table(
            f"{NAMES[op]} {cls} leaves its source as it was",
            f"r{{d}} = {a:#x} ll\nr{{s}} = {b:#x} ll\n{r}{{d}} {op} {r}{{s}}\nr0 = r{{s}}\nexit",
            "d s",
            [(str(d), str(s)) for d, s in pairs[::5]],
            result=hexadecimal(b),
        )
    out.write()


def unary_files():
    for bits, group, operands in ((64, "base64", WIDE), (32, "base32", NARROW)):
        r = "r" if bits == 64 else "w"
        out = CaseFile(group, "neg")
        out.table(
            "NEG",
            f"r0 = {{a}} ll\n{r}0 = -{r}0\nexit",
            "a result",
            [(a, neg(a, bits)) for a in operands],
            result="{result}",
        )
        out.table(
            "NEG of each register",
            f"r{{d}} = {operands[10]:#x} ll\n{r}{{d}} = -{r}{{d}}\nr0 = r{{d}}\nexit",
            "d",
            [(str(d),) for d in range(10)],
            result=hexadecimal(neg(operands[10], bits)),
        )
        out.write()
    out = CaseFile("base64", "ld_imm64")
    values = WIDE + [1 << i for i in range(64)]
    out.table("LD IMM DW", "r0 = {v} ll\nexit", "v", [(v,) for v in values], result="{v}")
    out.table(
        "LD IMM DW into each register",
        "r{d} = 0x8899aabbccddeeff ll\nr0 = r{d}\nexit",
        "d",
        [(str(d),) for d in range(10)],
        result="0x8899aabbccddeeff",
    )
    out.write()
    for op, group in (("le", "base32"), ("be", "base32"), ("bswap", "v4")):
        out = CaseFile(group, {"le": "to_le", "be": "to_be"}.get(op, op))
        for width in (16, 32, 64):
            out.table(
                f"END {op}{width}",
                f"r0 = {{a}} ll\nr0 = {op}{width} r0\nexit",
                "a result",
                [(a, end(op, a, width)) for a in WIDE + [0x1122334455667788, 0x80, 0x8000, 0x800000]],
                result="{result}",
            )
            out.table(
                f"END {op}{width} of each register",
                f"r{{d}} = 0x1122334455667788 ll\nr{{d}} = {op}{width} r{{d}}\nr0 = r{{d}}\nexit",
                "d",
                [(str(d),) for d in range(10)],
                result=hexadecimal(end(op, 0x1122334455667788, width)),
            )
        out.write()


def movsx_file():
    out = CaseFile("v4", "movsx")
    around = [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0xFFFFFFFFFFFFFF7F, 0x123456789ABCDE80]
    for bits in (64, 32):
        r = "r" if bits == 64 else "w"
        for width in (8, 16, 32) if bits == 64 else (8, 16):
            out.table(
                f"MOVSX {width} to {bits}",
                f"r1 = {{a}} ll\nr0 = -1\n{r}0 = (s{width}){r}1\nexit",
                "a result",
                [(a, movsx(a, width, bits)) for a in around + WIDE],
                result="{result}",
            )
            out.table(
                f"MOVSX {width} to {bits} with each register",
                f"r{{s}} = 0x{'9a' * 8} ll\n{r}{{d}} = (s{width}){r}{{s}}\nr0 = r{{d}}\nexit",
                "d s",
                [(str(d), str((d + k) % 10)) for d in range(10) for k in (0, 3)],
                result=hexadecimal(movsx(0x9A9A9A9A9A9A9A9A, width, bits)),
            )
    out.write()


def jump_file(bits):
    r = "r" if bits == 64 else "w"
    cls = "JMP" if bits == 64 else "JMP32"
    operands = WIDE if bits == 64 else NARROW
    out = CaseFile("jump64" if bits == 64 else "jump32", "compare")
    for op in JUMPS:
        out.table(
            f"{NAMES[op]} {cls} on registers",
            f"r1 = {{a}} ll\nr2 = {{b}} ll\nr0 = 1\nif {r}1 {op} {r}2 goto +1\nr0 = 0\nexit",
            "a b taken",
            [(a, b, taken(op, a, b, bits)) for a in operands for b in operands],
            result="{taken}",
        )
        out.table(
            f"{NAMES[op]} {cls} on an immediate",
            f"r1 = {{a}} ll\nr0 = 1\nif {r}1 {op} {{imm}} goto +1\nr0 = 0\nexit",
            "a imm taken",
            [(a, str(i), taken(op, a, i & M64, bits)) for a in operands for i in IMMS],
            result="{taken}",
        )
        out.table(
            f"{NAMES[op]} {cls} of a register with itself",
            f"r1 = {{a}} ll\nr0 = 1\nif {r}1 {op} {r}1 goto +1\nr0 = 0\nexit",
            "a taken",
            [(a, taken(op, a, a, bits)) for a in operands],
            result="{taken}",
        )
        a, b = next((a, b) for a in operands[1:] for b in operands[2:] if taken(op, a, b, bits))
        out.table(
            f"{NAMES[op]} {cls} with each register, taken, registers left as they were",
            f"r{{d}} = {a:#x} ll\nr{{s}} = {b:#x} ll\nif {r}{{d}} {op} {r}{{s}} goto +2\nr0 = 99\nexit\n"
            f"r{{d}} ^= r{{s}}\nr0 = r{{d}}\nexit",
            "d s",
            [(str(d), str((d + k) % 10)) for d in range(10) for k in (1, 6)],
            result=hexadecimal(a ^ b),
        )
    out.write()


def backward_jumps():
    for bits in (64, 32):
        r = "r" if bits == 64 else "w"
        out = CaseFile(f"jump{bits}", "backward")
        for op, start, step, limit in (
            ("!=", 0, 1, 9), ("<", 0, 1, 9), ("<=", 0, 1, 9), ("s<", -4, 1, 3), ("s<=", -4, 1, 3), (">", 9, -1, 2),
            (">=", 9, -1, 2), ("s>", 3, -1, -4), ("s>=", 3, -1, -4), ("&", 15, -1, 8),
        ):  # fmt: skip
            value, rounds = start, 0
            while True:
                value, rounds = value + step, rounds + 1
                if not taken(op, value & M64, limit & M64, bits):
                    break
            out.table(
                f"{NAMES[op]} closes a loop ({bits} bit, by {{how}})",
                f"r0 = 0\nr1 = {start}\nr2 = {limit}\nr0 += 1\nr1 += {step}\nif {r}1 {op} {{operand}} goto -3\nexit",
                "how operand",
                [("register", f"{r}2"), ("immediate", str(limit))],
                result=hexadecimal(rounds),
            )
        out.write()


def load_files():
    for group, name, sign in (("ldst", "ldx", False), ("v4", "ldsx", True)):
        out = CaseFile(group, name)
        for size in (1, 2, 4) if sign else (1, 2, 4, 8):
            kind = f"{'s' if sign else 'u'}{8 * size}"
            places = range(0, 17 - size)
            out.table(
                f"LDX {kind} at every offset, misaligned ones too",
                f"r0 = *({kind} *)(r1 + {{off}})\nexit",
                "off result",
                [(str(at), load(at, size, sign)) for at in places],
                mem=BYTES.hex(" "),
                result="{result}",
            )
            out.table(
                f"LDX {kind} at negative offsets",
                f"r1 += 16\nr0 = *({kind} *)(r1 - {{off}})\nexit",
                "off result",
                [(str(16 - at), load(at, size, sign)) for at in places],
                mem=BYTES.hex(" "),
                result="{result}",
            )
            out.table(
                f"LDX {kind} with each register as destination and base",
                f"r{{s}} = r1\nr{{d}} = *({kind} *)(r{{s}} + 8)\nr0 = r{{d}}\nexit",
                "d s",
                [(str(d), str((d + k) % 10)) for d in range(10) for k in (0, 1, 5)],
                mem=BYTES.hex(" "),
                result=hexadecimal(load(8, size, sign)),
            )
        out.write()


def store_files():
    out = CaseFile("ldst", "stx")
    value = 0x8899AABBCCDDEEF1
    zeros = bytes(16).hex(" ")
    for size in (1, 2, 4, 8):
        kind = f"u{8 * size}"
        places = range(0, 17 - size)
        out.table(
            f"STX {kind} at every offset, misaligned ones too",
            f"r2 = {value:#x} ll\n*({kind} *)(r1 + {{off}}) = r2\nr0 = r2\nexit",
            "off after",
            [(str(at), stored(at, size, value)) for at in places],
            mem=zeros,
            result=hexadecimal(value),
            mem_after="{after}",
        )
        out.table(
            f"STX {kind} at negative offsets",
            f"r2 = {value:#x} ll\nr1 += 16\n*({kind} *)(r1 - {{off}}) = r2\nr0 = 0\nexit",
            "off after",
            [(str(16 - at), stored(at, size, value)) for at in places],
            mem=zeros,
            result="0x0",
            mem_after="{after}",
        )
        out.table(
            f"STX {kind} with each register as base and source",
            f"r{{d}} = r1\nr{{s}} = {value:#x} ll\n*({kind} *)(r{{d}} + 4) = r{{s}}\nr0 = r{{s}}\nexit",
            "d s",
            [(str(d), str((d + k) % 10)) for d in range(10) for k in (1, 6)],
            mem=zeros,
            result=hexadecimal(value),
            mem_after=stored(4, size, value),
        )
    out.write()
    out = CaseFile("ldst", "st")
    for size in (1, 2, 4, 8):
        kind = f"u{8 * size}"
        out.table(
            f"ST {kind} of an immediate; the 64-bit form stores it sign-extended",
            f"*({kind} *)(r1 + {{off}}) = {{imm}}\nr0 = 0\nexit",
            "off imm after",
            [(str(at), str(i), stored(at, size, i)) for at in (0, 3, 8) for i in IMMS],
            mem=zeros,
            result="0x0",
            mem_after="{after}",
        )
        out.table(
            f"ST {kind} with each register as base",
            f"r{{d}} = r1\nr{{d}} += 16\n*({kind} *)(r{{d}} - 12) = -2\nr0 = 0\nexit",
            "d",
            [(str(d),) for d in range(10)],
            mem=zeros,
            result="0x0",
            mem_after=stored(4, size, -2),
        )
    out.write()


def stack_file():
    out = CaseFile("ldst", "stack")
    value = 0x8899AABBCCDDEEF1
    for size in (1, 2, 4, 8):
        offsets = sorted({size, 8, 9, 15, 16, 255, 256, 511, 512} - set(range(size)))
        out.table(
            f"STX and LDX u{8 * size} on the stack, from its top to its 512th byte",
            f"r1 = {value:#x} ll\n*(u{8 * size} *)(r10 - {{off}}) = r1\nr0 = *(u{8 * size} *)(r10 - {{off}})\nexit",
            "off",
            [(str(at),) for at in offsets],
            result=hexadecimal(value & ((1 << 8 * size) - 1)),
        )
        out.table(
            f"ST u{8 * size} on the stack, read back as u{8 * size}",
            f"*(u{8 * size} *)(r10 - {{off}}) = {{imm}}\nr0 = *(u{8 * size} *)(r10 - {{off}})\nexit",
            "off imm result",
            [(str(at), str(i), i & ((1 << 8 * size) - 1)) for at in (8, 512) for i in (1, -1, -MIN32)],
            result="{result}",
        )
    out.write()


def main():
    alu_files("base64", "alu", BASE_OPS, 64)
    alu_files("base32", "alu", BASE_OPS, 32)
    alu_files("divmul64", "divmul", DIVMUL_OPS, 64)
    alu_files("divmul32", "divmul", DIVMUL_OPS, 32)
    unary_files()
    movsx_file()
    jump_file(64)
    jump_file(32)
    backward_jumps()
    load_files()
    store_files()
    stack_file()
    gen_atomics.write()
    gen_faults.write()


main()
