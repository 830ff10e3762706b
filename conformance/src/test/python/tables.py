"""What the generators share: operands, memory contents, and the writer of case files."""

from case_file import CASES
from semantics import M32, M64, signed

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
        rows = list(dict.fromkeys(rows))
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


def load(at, size, sign=False):
    value = int.from_bytes(BYTES[at : at + size], "little")
    return signed(value, 8 * size) & M64 if sign else value


def stored(at, size, value):
    image = bytearray(16)
    image[at : at + size] = (value & ((1 << 8 * size) - 1)).to_bytes(size, "little")
    return image.hex()
