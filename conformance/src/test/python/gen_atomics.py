"""The systematic cases of atomic operations, load-acquire and store-release."""

from semantics import atomic
from tables import BYTES, NAMES, NARROW, WIDE, CaseFile, hexadecimal, load, stored


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
    return [(m, s, places[(i + j) % len(places)]) for i, m in enumerate(operands) for j, s in enumerate(operands[::-1])]


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
        [(in_memory(m, bits, at), str(at), s, in_memory(s, bits, at), m & mask) for m, s, at in spread(operands, bits)],
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


def write():
    atomic_file(64)
    atomic_file(32)
    ordered_file()
