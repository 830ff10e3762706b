"""Asks a real Linux kernel what the cases give: batches of them in XDP programs, for BPF_PROG_TEST_RUN.
Hand-written cases and those on the stack get a program each, since the verifier may refuse one.

    kernel_batches.py write FOLDER       # FOLDER/N.o (program "batch", section "xdp") and FOLDER/N.pkt (its packet, hex)
    kernel_batches.py compare FOLDER     # reads FOLDER/N.out, the hex bytes of the packet after the run

A case becomes a static function. Its 64-bit constants come out of the packet, so that the verifier does not know them
and the kernel's own JIT or interpreter computes; its memory lies in the packet (for atomics, which may not touch
packets, on the function's stack, copied in and out); result and memory go back into the packet. Cases that no verified
program can show are left out: faults, raw code, own functions, unknown instructions, loops, and by an immediate division
by zero and shifts of the width or more."""

import re
import subprocess
import sys
from pathlib import Path

import case_file

PACKET = 3200
SHORTEST = 64  # an Ethernet header is the least that a test run takes
FUNCTIONS = 120
WIDE = re.compile(r"(r\d+) = (0x[0-9a-f]+) ll")


def suitable(case):
    text = case.asm
    if case.fault or text is None or case.path.parent.name in ("calls", "faults", "ordered"):
        return False
    if re.search(r"may_goto|r9|w9|goto -|\bagain:|\bloop:|r1 \+= -?32", text):
        return False
    if re.search(r"s?[/%]= 0(?![x\d])", text) or "xchg_64(r1 + 0, r1)" in text:
        return False
    shift = re.search(r"([rw])\d+ s?(?:<<|>>)= (-?\d+)", text)
    return not (shift and not 0 <= int(shift[2]) < (64 if shift[1] == "r" else 32))


class Batch:
    def __init__(self):
        self.image, self.asm, self.places = bytearray(), [], []

    def full(self):
        return len(self.image) > PACKET - 200 or len(self.places) == FUNCTIONS

    def reserve(self, data):
        at = len(self.image)
        self.image += data + bytes(-len(data) % 8)
        return at

    def add(self, case):
        result = self.reserve(bytes(8))
        memory = self.reserve(case.mem or b"")
        self.places.append((case, result, memory))
        number = len(self.places) - 1
        on_stack = case.path.parent.name.startswith("atomic")
        size = len(case.mem or b"")
        body = ["r9 = r1"]
        if on_stack and size:
            for i in range(0, size, 8):
                body += [f"r3 = *(u64 *)(r9 + {memory + i})", f"*(u64 *)(r10 - {64 - i}) = r3"]
            body += ["r1 = r10", "r1 += -64"]
        else:
            body += [f"r1 += {memory}"]
        body += [f"r2 = {size}"]
        for line in case.asm.strip().split("\n"):
            wide = WIDE.fullmatch(line)
            if wide:  # two instructions, as wide as the load they replace, so that numeric targets stay right
                at = self.reserve(int(wide[2], 16).to_bytes(8, "little"))
                body += [f"{wide[1]} = *(u64 *)(r9 + {at})", "goto +0"]
            elif line == "exit":
                body.append("goto end")
            else:
                body.append(line)
        body += ["end:", f"*(u64 *)(r9 + {result}) = r0"]
        if on_stack and size:
            for i in range(0, size, 8):
                body += [f"r3 = *(u64 *)(r10 - {64 - i})", f"*(u64 *)(r9 + {memory + i}) = r3"]
        body += ["r0 = 0", "exit"]
        labels = {line[:-1] for line in body if re.fullmatch(r"\w+:", line)}
        name = f"case_{number}"
        self.asm += [f".type {name},@function", f"{name}:"]
        self.asm += [re.sub(r"\w+", lambda m: f"{m[0]}_{number}" if m[0] in labels else m[0], line) for line in body]
        self.asm.append(f".size {name}, . - {name}")

    def source(self):
        main = ['.section license,"aw",@progbits', '.string "GPL"', ".text", *self.asm]
        main += ['.section xdp,"ax",@progbits', ".globl batch", ".type batch,@function", "batch:"]
        main += ["r6 = *(u32 *)(r1 + 0)", "r7 = *(u32 *)(r1 + 4)", "r2 = r6", f"r2 += {len(self.image)}"]
        main += ["if r2 > r7 goto out"]
        for number in range(len(self.places)):
            main += ["r1 = r6", f"call case_{number}"]
        return "\n".join([*main, "out:", "r0 = 2", "exit", ".size batch, . - batch", ""])


def batches():
    done, batch, group = [], Batch(), None
    for case in filter(suitable, case_file.all_cases()):
        alone = not case.path.name.endswith(".gen.case") or "stack" in case.path.name
        if batch.full() or batch.places and (alone or case.path != group):
            done.append(batch)
            batch = Batch()
        group = case.path
        batch.add(case)
    return [*done, batch]


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for number, batch in enumerate(batches()):
        llvm = ["llvm-mc-19", "-triple=bpfel", "-mcpu=v4", "-filetype=obj", "-o", str(folder / f"{number}.o")]
        subprocess.run(llvm, input=batch.source(), text=True, check=True)
        (folder / f"{number}.pkt").write_text(batch.image.ljust(SHORTEST, b"\0").hex())
    print(f"{number + 1} batches")


def compare(folder):
    counts = {}
    for number, batch in enumerate(batches()):
        out = folder / f"{number}.out"
        image = bytes.fromhex(out.read_text().strip()) if out.exists() else b""
        for case, result, memory in batch.places:
            count = counts.setdefault(str(case.path.relative_to(case_file.CASES)), [0, 0, 0])
            if not image:
                count[2] += 1
                continue
            got = int.from_bytes(image[result : result + 8], "little")
            wanted = case.mem_after if case.mem_after is not None else case.mem or b""
            agrees = got == case.result and image[memory : memory + len(wanted)] == wanted
            count[0 if agrees else 1] += 1
            if not agrees:
                print(f"{case}: kernel {got:#x} {image[memory : memory + len(wanted)].hex()}, case {case.result:#x}")
    for file, (agree, differ, refused) in sorted(counts.items()):
        print(f"{file:36} {agree:5} agree {differ:3} differ {refused:4} not run")
    print("total", *(sum(c[i] for c in counts.values()) for i in range(3)))


{"write": write, "compare": compare}[sys.argv[1]](Path(sys.argv[2]))
