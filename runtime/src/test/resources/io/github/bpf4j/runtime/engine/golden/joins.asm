; a loop in which one way goes back to where others join: that costs fuel, but is no loop
    r0 = 0
    r2 = 16
again:
    r0 += r2
    if r0 & 1 goto odd
even:
    r0 += 2
join:
    r2 += -1
    if r2 != 0 goto again
    exit
odd:
    r0 ^= 5
    if r0 s> 100 goto even
    goto join
