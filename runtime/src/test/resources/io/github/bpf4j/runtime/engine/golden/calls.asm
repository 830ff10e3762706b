r1 = 7
call f
r6 = r0
call g
r0 += r6
exit
f: r0 = r1
r0 += 1
exit
g: call f
exit
