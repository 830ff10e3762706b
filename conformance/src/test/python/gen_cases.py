"""Writes the systematic conformance cases: cross products of instructions and operands (files `*.gen.case`)."""

import struct

from case_file import CASES
from semantics import M32, M64, alu, atomic, end, movsx, neg, signed, taken

HEADER = "# Written by src/test/python/gen_cases.py: change that, not this file.\n"
MIN64, MAX64 = 1 << 63, (1 << 63) - 1
MIN32, MAX32 = 1 << 31, (1 << 31) - 1
# Around zero, around the signed and unsigned limits of both widths, and values without symmetry.
WIDE = [0, 1, 7, M64, M64 - 6, MAX64, MIN64, M32, MAX32, MIN32, 0x0123456789ABCDEF, 0xFEDCBA9876543210]
# The same for the low halves, under upper halves that must not matter.
NARROW = [0, 1, M64, M32, MIN32, MAX32, 1 << 32, 0xDEADBEEF80000000, 0x123456787FFFFFFF, 0xAAAAAAAA00000007,
          0x55555555FFFFFFF9, 0x0123456789ABCDEF]  # fmt: skip
AMOUNTS = [0, 1, 7, 31, 32, 33, 63, 64, 65, M64, 1 << 32, 0xFFFFFFFF00000004]
IMMS = [0, 1, -1, 7, -7, MAX32, -MIN32, 0x55AA55AA]
SHIFT_IMMS = [0, 1, 16, 31, 32, 33, 63, 64, 127, -1]
BASE_OPS = ["+=", "-=", "|=", "&=", "^=", "=", "<<=", ">>=", "s>>="]
DIVMUL_OPS = ["*=", "/=", "%=", "s/=", "s%="]
JUMPS = ["==", "!=", ">", ">=", "<", "<=", "s>", "s>=", "s<", "s<=", "&"]
NAMES = {
    "+=": "ADD", "-=": "SUB", "*=": "MUL", "/=": "DIV", "%=": "MOD", "s/=": "SDIV", "s%=": "SMOD", "|=": "OR",
    "&=": "AND", "^=": "XOR", "<<=": "LSH", ">>=": "RSH", "s>>=": "ARSH", "=": "MOV", "==": "JEQ", "!=": "JNE",
    ">": "JGT", ">=": "JGE", "<": "JLT", "<=": "JLE", "s>": "JSGT", "s>=": "JSGE", "s<": "JSLT", "s<=": "JSLE",
    "&": "JSET",
}  # fmt: skip
BYTES = bytes.fromhex("81 02 7f 84 05 86 07 f8 80 00 00 80 ff fe 7d 00")


class CaseFile:
    """One generated file; every table is one program with a row of operands and results per case."""

    def __init__(self, group, name):
        self.path, self.text, self.count = CASES / group / f"{name}.gen.case", [HEADER], 0

    def table(self, name, asm, columns, rows, comment=None, **fields):
        self.count += len(rows)
        self.text.append("")
        if comment:
            self.text.append(f"# {comment}")
        self.text.append(f"case: {name}")
        if asm:
            self.text += ["asm:"] + [f"  {line.strip()}" for line in asm.strip().split("\n")]
        self.text += [f"{key.replace('_', '-')}: {value}" for key, value in fields.items()]
        self.text.append(f"rows: {columns}")
        self.text += ["  " + " ".join(x if isinstance(x, str) else hexadecimal(x) for x in row) for row in rows]

    def write(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("\n".join(self.text) + "\n")
        print(f"{self.path.relative_to(CASES)} {self.count}")


def hexadecimal(value):
    return f"{value:#x}"


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


def load(at, size, sign=False):
    value = int.from_bytes(BYTES[at : at + size], "little")
    return signed(value, 8 * size) & M64 if sign else value


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


def stored(at, size, value):
    image = bytearray(16)
    image[at : at + size] = (value & ((1 << 8 * size) - 1)).to_bytes(size, "little")
    return image.hex()


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


def in_memory(value, bits, at):
    """The 16 bytes of memory that an atomic works on: a filler around the value."""
    image = bytearray(b"\xee" * 16)
    image[at : at + bits // 8] = (value & ((1 << bits) - 1)).to_bytes(bits // 8, "little")
    return image.hex()


def atomic_file(bits):
    operands = [WIDE, NARROW][bits == 32][1:9]
    mask = (1 << bits) - 1
    out = CaseFile(f"atomic{bits}", "operations")
    r, kind = ("r", "u64") if bits == 64 else ("w", "u32")
    fetch_names = {"+=": "add", "|=": "or", "&=": "and", "^=": "xor"}
    for op, name in fetch_names.items():
        rows = [
            (in_memory(m, bits, at), str(at), s, in_memory(atomic(op, m & mask, s, bits), bits, at), m & mask)
            for m, s, at in spread(operands, bits)
        ]
        out.table(
            f"atomic {NAMES[op]} {bits}: source kept, neighbours untouched",
            f"r2 = {{src}} ll\nlock *({kind} *)(r1 + {{off}}) {op} {r}2\nr0 = r2\nexit",
            "before off src after",
            [row[:4] for row in rows],
            mem="{before}",
            result="{src}",
            mem_after="{after}",
        )
        out.table(
            f"atomic fetch {NAMES[op]} {bits}: the old value, zero-extended, replaces the source",
            f"r2 = {{src}} ll\n{r}2 = atomic_fetch_{name}(({kind} *)(r1 + {{off}}), {r}2)\nr0 = r2\nexit",
            "before off src after old",
            rows,
            mem="{before}",
            result="{old}",
            mem_after="{after}",
        )
        registers(out, op, name, bits)
    exchange_tables(out, bits, operands)
    out.write()


def spread(operands, bits):
    """All pairs, at offsets that change from pair to pair."""
    places = (0, 8) if bits == 64 else (0, 4, 8, 12)
    return [
        (m, s, places[(i + j) % len(places)]) for i, m in enumerate(operands) for j, s in enumerate(operands[::-1])
    ]


def registers(out, op, name, bits):
    r, kind = ("r", "u64") if bits == 64 else ("w", "u32")
    m, s = 0xFEDCBA9876543210, 0x0123456789ABCDEF
    pairs = [(str(d), str((d + k) % 10)) for d in range(10) for k in (1, 6)]
    common = {"mem": in_memory(m, bits, 8), "mem_after": in_memory(atomic(op, m, s, bits), bits, 8)}
    out.table(
        f"atomic {NAMES[op]} {bits} with each register, negative offset",
        f"r{{d}} = r1\nr{{d}} += 16\nr{{s}} = {s:#x} ll\nlock *({kind} *)(r{{d}} - 8) {op} {r}{{s}}\nr0 = r{{s}}\nexit",
        "d s",
        pairs,
        result=hexadecimal(s),
        **common,
    )
    out.table(
        f"atomic fetch {NAMES[op]} {bits} with each register, negative offset",
        f"r{{d}} = r1\nr{{d}} += 16\nr{{s}} = {s:#x} ll\n"
        f"{r}{{s}} = atomic_fetch_{name}(({kind} *)(r{{d}} - 8), {r}{{s}})\nr0 = r{{s}}\nexit",
        "d s",
        pairs,
        result=hexadecimal(m & ((1 << bits) - 1)),
        **common,
    )


def exchange_tables(out, bits, operands):
    mask = (1 << bits) - 1
    r = "r" if bits == 64 else "w"
    xchg, cmpxchg = ("xchg_64", "cmpxchg_64") if bits == 64 else ("xchg32_32", "cmpxchg32_32")
    out.table(
        f"atomic XCHG {bits}: the old value, zero-extended, replaces the source",
        f"r2 = {{src}} ll\n{r}2 = {xchg}(r1 + {{off}}, {r}2)\nr0 = r2\nexit",
        "before off src after old",
        [
            (in_memory(m, bits, at), str(at), s, in_memory(s, bits, at), m & mask)
            for m, s, at in spread(operands, bits)
        ],
        mem="{before}",
        result="{old}",
        mem_after="{after}",
    )
    out.table(
        f"atomic XCHG {bits} with each register",
        f"r{{d}} = r1\nr{{s}} = 0x0123456789abcdef ll\n{r}{{s}} = {xchg}(r{{d}} + 8, {r}{{s}})\nr0 = r{{s}}\nexit",
        "d s",
        [(str(d), str((d + k) % 10)) for d in range(10) for k in (1, 6)],
        mem=in_memory(0xFEDCBA9876543210, bits, 8),
        result=hexadecimal(0xFEDCBA9876543210 & mask),
        mem_after=in_memory(0x0123456789ABCDEF, bits, 8),
    )
    source = 0x1020304050607080
    rows = [
        (in_memory(m, bits, at), str(at), c, in_memory(source if m & mask == c & mask else m, bits, at), m & mask)
        for m, c, at in spread(operands, bits)
    ]
    for show, line, result in (("R0 is the old value", "", "{old}"), ("source kept", "r0 = r2\n", f"{source:#x}")):
        out.table(
            f"atomic CMPXCHG {bits}: stores on equality of the low {bits} bits; {show}",
            f"r0 = {{compare}} ll\nr2 = {source:#x} ll\n{r}0 = {cmpxchg}(r1 + {{off}}, {r}0, {r}2)\n{line}exit",
            "before off compare after old" if not line else "before off compare after",
            [row[: None if not line else 4] for row in rows],
            mem="{before}",
            result=result,
            mem_after="{after}",
        )
    out.table(
        f"atomic CMPXCHG {bits} with each register",
        f"r{{d}} = r1\nr{{s}} = {source:#x} ll\nr0 = 0xfedcba9876543210 ll\n"
        f"{r}0 = {cmpxchg}(r{{d}} + 8, {r}0, {r}{{s}})\nr0 ^= r{{s}}\nexit",
        "d s",
        [(str(d), str(s)) for d in range(1, 10) for s in (d % 9 + 1, (d + 4) % 9 + 1)],
        mem=in_memory(0xFEDCBA9876543210, bits, 8),
        result=hexadecimal((0xFEDCBA9876543210 & mask) ^ source),
        mem_after=in_memory(source, bits, 8),
    )


def ordered_file():
    out = CaseFile("ordered", "load_acquire")
    value = 0x8899AABBCCDDEEF1
    for size in (1, 2, 4, 8):
        r, kind = ("r" if size == 8 else "w"), f"u{8 * size}"
        places = range(0, 17 - size, size)
        out.table(
            f"LOAD_ACQ {kind} zero-extends",
            f"r0 = -1\n{r}0 = load_acquire(({kind} *)(r1 + {{off}}))\nexit",
            "off result",
            [(str(at), load(at, size)) for at in places],
            mem=BYTES.hex(" "),
            result="{result}",
        )
        out.table(
            f"LOAD_ACQ {kind} at negative offsets",
            f"r1 += 16\n{r}0 = load_acquire(({kind} *)(r1 - {{off}}))\nexit",
            "off result",
            [(str(16 - at), load(at, size)) for at in places],
            mem=BYTES.hex(" "),
            result="{result}",
        )
        out.table(
            f"LOAD_ACQ {kind} with each register",
            f"r{{s}} = r1\n{r}{{d}} = load_acquire(({kind} *)(r{{s}} + 8))\nr0 = r{{d}}\nexit",
            "d s",
            [(str(d), str((d + k) % 10)) for d in range(10) for k in (0, 3)],
            mem=BYTES.hex(" "),
            result=hexadecimal(load(8, size)),
        )
        out.table(
            f"LOAD_ACQ {kind} from the stack",
            f"r1 = {value:#x} ll\n*(u64 *)(r10 - 8) = r1\n{r}0 = load_acquire(({kind} *)(r10 - {{off}}))\nexit",
            "off result",
            [(str(8 - at), value >> 8 * at & ((1 << 8 * size) - 1)) for at in range(0, 8, size)],
            result="{result}",
        )
    out.write()
    out = CaseFile("ordered", "store_release")
    zeros = bytes(16).hex(" ")
    for size in (1, 2, 4, 8):
        r, kind = ("r" if size == 8 else "w"), f"u{8 * size}"
        out.table(
            f"STORE_REL {kind}",
            f"r2 = {value:#x} ll\nstore_release(({kind} *)(r1 + {{off}}), {r}2)\nr0 = r2\nexit",
            "off after",
            [(str(at), stored(at, size, value)) for at in range(0, 17 - size, size)],
            mem=zeros,
            result=hexadecimal(value),
            mem_after="{after}",
        )
        out.table(
            f"STORE_REL {kind} with each register, negative offset",
            f"r{{d}} = r1\nr{{d}} += 16\nr{{s}} = {value:#x} ll\nstore_release(({kind} *)(r{{d}} - 8), {r}{{s}})\n"
            f"r0 = 0\nexit",
            "d s",
            [(str(d), str((d + k) % 10)) for d in range(10) for k in (1, 6)],
            mem=zeros,
            result="0x0",
            mem_after=stored(8, size, value),
        )
    out.write()


def slot(opcode, dst=0, src=0, offset=0, imm=0):
    return struct.pack("<BBhi", opcode, dst | src << 4, offset, imm).hex()


EXIT = slot(0x95)
# Every opcode that RFC 9669 or Linux gives a meaning; all others must be refused. 0x0d (jump by register) and the
# packet loads are Linux's.
VALID = {0x18, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x61, 0x69, 0x71, 0x79, 0x81, 0x89, 0x91, 0x62, 0x6A, 0x72, 0x7A,
         0x63, 0x6B, 0x73, 0x7B, 0xC3, 0xCB, 0xD3, 0xDB, 0x84, 0x87, 0xD4, 0xDC, 0xD7, 0x05, 0x06, 0x0D, 0x85, 0x95,
         0xE5}  # fmt: skip
VALID |= {op | source | cls for op in (*range(0, 0x80, 16), 0x90, 0xA0, 0xB0, 0xC0) for source in (0, 8) for cls in (4, 7)}
VALID |= {op | source | cls for op in (*range(16, 0x80, 16), *range(0xA0, 0xE0, 16)) for source in (0, 8) for cls in (5, 6)}


def refused(out, name, slots, comment=None):
    out.table(name, None, "code", [(code,) for code in slots], comment, code=f"{{code}} {EXIT}", fault="bad-instruction")


def fault_files():
    out = CaseFile("faults", "opcodes")
    refused(out, "opcode without a meaning", [slot(op) for op in range(256) if op not in VALID])
    out.write()
    out = CaseFile("faults", "reserved")
    alu = [op | cls for op in (*range(0, 0x80, 16), 0x90, 0xA0, 0xB0, 0xC0) for cls in (4, 7)]
    jumps = [op | cls for op in (*range(16, 0x80, 16), *range(0xA0, 0xE0, 16)) for cls in (5, 6)]
    divisions = (0x34, 0x37, 0x94, 0x97)
    mov = (0xBC, 0xBF)
    refused(out, "ALU by immediate with a source register", [slot(op, src=1) for op in alu])
    refused(out, "ALU by register with an immediate", [slot(op | 8, imm=1) for op in alu])
    refused(out, "ALU by immediate with an offset", [slot(op, offset=1, imm=1) for op in alu if op not in divisions])
    refused(
        out,
        "ALU by register with an offset",
        [slot(op | 8, offset=1) for op in alu if op not in divisions and op | 8 not in mov],
    )
    refused(out, "DIV and MOD know only offsets 0 and 1", [slot(op, offset=o, imm=1) for op in divisions for o in (2, -1, 8)])
    refused(out, "MOV with an offset that is no width", [slot(op, offset=o) for op in mov for o in (-1, 2, 7, 24, 64)])
    refused(out, "MOV of 32 bits cannot sign-extend 32 bits", [slot(0xBC, offset=32)])
    refused(out, "NEG with another operand", [slot(op, **f) for op in (0x84, 0x87) for f in ({"src": 1}, {"offset": 1}, {"imm": 1})])
    refused(out, "END with a width it does not know", [slot(op, imm=w) for op in (0xD4, 0xDC, 0xD7) for w in (0, 8, 24, 128, -16)])
    refused(out, "END with a source register or an offset", [slot(op, imm=16, **f) for op in (0xD4, 0xDC, 0xD7) for f in ({"src": 1}, {"offset": 1})])
    refused(out, "comparison with an immediate and a source register", [slot(op, src=1) for op in jumps])
    refused(out, "comparison by register with an immediate", [slot(op | 8, imm=1) for op in jumps])
    refused(out, "JA with another operand", [slot(0x05, **f) for f in ({"dst": 1}, {"src": 1}, {"imm": 1})])
    refused(out, "JA of 32 bits with another operand", [slot(0x06, **f) for f in ({"dst": 1}, {"src": 1}, {"offset": 1})])
    refused(out, "may_goto with another operand", [slot(0xE5, **f) for f in ({"dst": 1}, {"src": 2}, {"imm": 1})])
    refused(out, "EXIT with operands", [slot(0x95, **f) for f in ({"dst": 1}, {"src": 1}, {"imm": 1})])
    refused(out, "CALL with operands", [slot(0x85, imm=1, **f) for f in ({"dst": 1}, {"src": 3}, {"src": 15}, {"offset": 1})])
    refused(out, "LDX with an immediate", [slot(op, src=1, imm=1) for op in (0x61, 0x69, 0x71, 0x79, 0x81, 0x89, 0x91)])
    refused(out, "ST with a source register", [slot(op, dst=1, src=1) for op in (0x62, 0x6A, 0x72, 0x7A)])
    refused(out, "STX with an immediate", [slot(op, dst=1, src=2, imm=1) for op in (0x63, 0x6B, 0x73, 0x7B)])
    refused(
        out,
        "atomic operation that does not exist",
        [slot(op, 1, 2, imm=i) for op in (0xC3, 0xDB) for i in (0x02, 0x10, 0x30, 0x60, 0xE0, 0xF0, 0x101, 0x111, 0x120, -1)],
    )
    refused(
        out,
        "atomic arithmetic has no 8 and 16 bits",
        [slot(op, 1, 2, imm=i) for op in (0xCB, 0xD3) for i in (0x00, 0x01, 0x40, 0x41, 0x50, 0x51, 0xA0, 0xA1, 0xE1, 0xF1)],
    )
    refused(
        out,
        "register above R10",
        [
            slot(op, **{field: r}) for r in (11, 15) for op, field in ((0xBF, "dst"), (0xBF, "src"), (0x07, "dst"),
            (0x2D, "dst"), (0x2D, "src"), (0x79, "dst"), (0x79, "src"), (0x7B, "dst"), (0x7B, "src"), (0x7A, "dst"),
            (0xDB, "dst"), (0xDB, "src"), (0x84, "dst"), (0xD7, "dst"))
        ],
    )  # fmt: skip
    wide = [slot(0x18, imm=1) + slot(0, **f) for f in ({"dst": 1}, {"src": 1}, {"offset": 1})]
    wide += [slot(0x18, offset=1) + slot(0), slot(0x18, imm=1) + slot(0xB7), slot(0x18, src=7) + slot(0), slot(0x18, 11) + slot(0)]
    refused(out, "LD IMM DW with reserved fields, or an ordinary instruction as its second half", wide)
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
    atomic_file(64)
    atomic_file(32)
    ordered_file()
    fault_files()


main()
