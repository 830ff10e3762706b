r2 = 0x20 ll
r3 = 1
call 12
r0 = -1
exit
