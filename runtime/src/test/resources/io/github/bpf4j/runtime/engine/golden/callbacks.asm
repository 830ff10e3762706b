r1 = 3
r2 = func body ll
r3 = r10
r4 = 0
call 181
exit
body: *(u64 *)(r2 - 8) = r1
r0 = 0
exit
