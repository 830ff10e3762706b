"""Reads the .case files and assembles their programs with llvm-mc."""

import re
import struct
import subprocess
import tempfile
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent / "resources" / "isa"


class Case:
    def __init__(self, path, line, name, fields):
        self.path, self.line, self.name = path, line, name
        self.asm = fields.get("asm")
        self.code = bytes.fromhex(fields["code"]) if "code" in fields else None
        self.mem = bytes.fromhex(fields["mem"]) if "mem" in fields else None
        self.mem_after = bytes.fromhex(fields["mem-after"]) if "mem-after" in fields else None
        self.result = int(fields["result"], 16) if "result" in fields else None
        self.fault = fields.get("fault")

    def __str__(self):
        return f"{self.path.relative_to(CASES)}:{self.line} {self.name}"


def read(path):
    """The cases of one file, tables expanded."""
    cases, fields, start, key = [], None, 0, None

    def finish():
        if fields is None:
            return
        rows = fields.pop("rows", None)
        name = fields.pop("case")
        if rows is None:
            cases.append(Case(path, start, name, fields))
            return
        columns, *lines = rows.split("\n")
        columns = columns.split()
        for number, row in zip(fields["row-lines"], lines):
            values = dict(zip(columns, cells(row), strict=True))
            expanded = {k: substitute(v, values) for k, v in fields.items() if k != "row-lines"}
            cases.append(Case(path, number, f"{substitute(name, values)} [{row.strip()}]", expanded))

    for number, text in enumerate(path.read_text().splitlines(), 1):
        if not text.strip() or text.startswith("#"):
            continue
        if text[0] == " ":
            fields[key] += "\n" + text.strip()
            if key == "rows":
                fields.setdefault("row-lines", []).append(number)
            continue
        key, value = text.split(":", 1)
        if key == "case":
            finish()
            fields, start = {}, number
        fields[key] = value.strip()
    finish()
    return cases


def cells(row):
    """The cells of a row, separated by blanks; a quoted cell may contain some."""
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', row)]


def substitute(text, values):
    return re.sub(r"\{(\w+)\}", lambda m: values[m[1]], text)


def all_cases():
    return [case for path in sorted(CASES.rglob("*.case")) for case in read(path)]


SIZES = {"32": 0xC3, "16": 0xCB, "8": 0xD3, "64": 0xDB}
ORDERED = [
    (re.compile(r"[rw](\d+) = load_acquire\(\(u(\d+) \*\)\(r(\d+) ([+-]) (\d+)\)\)"), 0x100, (1, 2, 3, 4, 5)),
    (re.compile(r"store_release\(\(u(\d+) \*\)\(r(\d+) ([+-]) (\d+)\), [rw](\d+)\)"), 0x110, (2, 1, 5, 3, 4)),
]


def ordered_access(line):
    """llvm-mc 19 does not know load-acquire and store-release: encode them here (RFC 9669's atomic format)."""
    for pattern, imm, (dst, size, src, sign, off) in ORDERED:
        m = pattern.fullmatch(line)
        if m:
            offset = int(m[off]) * (-1 if m[sign] == "-" else 1)
            word = struct.pack("<BBhi", SIZES[m[size]], int(m[dst]) | int(m[src]) << 4, offset, imm)
            return f".quad {struct.unpack('<Q', word)[0]:#x}"
    return line


def assemble(programs):
    """Machine code of each assembly text, through one run of llvm-mc: every program has its own section."""
    out = []
    for index, asm in enumerate(programs):
        out.append(f'.section c{index},"ax",@progbits')
        lines = [ordered_access(line) for line in asm.strip().split("\n")]
        labels = {line[:-1] for line in lines if re.fullmatch(r"\w+:", line)}
        for line in lines:
            out.append(re.sub(r"\w+", lambda m: f"{m[0]}_{index}" if m[0] in labels else m[0], line))
    with tempfile.TemporaryDirectory() as folder:
        obj = f"{folder}/cases.o"
        llvm = ["llvm-mc-19", "-triple=bpfel", "-mcpu=v4", "-filetype=obj", "-o", obj]
        subprocess.run(llvm, input="\n".join(out) + "\n", text=True, check=True)
        return sections(Path(obj).read_bytes(), len(programs))


def sections(elf, count):
    (shoff,) = struct.unpack_from("<Q", elf, 0x28)
    shnum, shstrndx = struct.unpack_from("<HH", elf, 0x3C)
    if shnum == 0:  # more sections than 16 bits hold: the count stands in section 0
        (shnum,) = struct.unpack_from("<Q", elf, shoff + 0x20)
    if shstrndx == 0xFFFF:
        (shstrndx,) = struct.unpack_from("<I", elf, shoff + 0x28)
    headers = [struct.unpack_from("<IIQQQQ", elf, shoff + 64 * i) for i in range(shnum)]
    names = headers[shstrndx][4]
    code = {}
    for name, _, _, _, offset, size in headers:
        end = elf.index(b"\0", names + name)
        code[elf[names + name : end].decode()] = elf[offset : offset + size]
    return [code[f"c{i}"] for i in range(count)]
