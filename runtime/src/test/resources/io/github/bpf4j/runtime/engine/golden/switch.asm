if r1 s> 3 goto high
if r1 s> 1 goto mid
if r1 == 0 goto zero
if r1 == 1 goto one
goto other
mid: if r1 == 2 goto two
r0 = 13
exit
high: if r1 == 4 goto four
if r1 == 5 goto one
goto other
zero: r0 = 10
exit
one: r0 = 11
exit
two: r0 = 12
exit
four: r0 = 14
exit
other: r0 = 0
exit
