"""Assembles every case with llvm-mc 19 and runs it on the Python machine; says which cases disagree."""

import collections
import sys

import case_file
import machine


def main():
    cases = case_file.all_cases()
    assembled = [case for case in cases if case.asm is not None]
    for case, code in zip(assembled, case_file.assemble([case.asm for case in assembled])):
        case.code = code
    bad = 0
    for case in cases:
        fault = result = None
        try:
            m = machine.Machine(case.code, case.mem)
            result = m.run()
        except machine.Fault as f:
            fault = str(f)
        memory = bytes(m.memory)
        wanted = case.mem_after if case.mem_after is not None else (case.mem or b"")
        if fault != case.fault or result != case.result or fault is None and memory != wanted:
            bad += 1
            got = fault or f"{result:#x}"
            print(f"{case}: got {got} memory {memory.hex(' ')}, expected {case.fault or hex(case.result)}")
    groups = collections.Counter(case.path.parent.name for case in cases)
    for group, count in sorted(groups.items()):
        print(f"{group:10} {count}")
    print(f"{len(cases)} cases, {bad} disagree")
    sys.exit(bad != 0)


main()
