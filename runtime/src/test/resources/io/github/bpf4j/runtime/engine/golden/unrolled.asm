; three rounds of straight code, and a loop whose counter is not known
    r3 = 0
    r0 = 1
again:
    r0 *= 7
    *(u32*)(r1 + 4) = r0
    r3 += 4
    if r3 != 12 goto again
more:
    r0 += r2
    r2 += -1
    if r2 != 0 goto more
    exit
