# tries to: make and free a list a million deep
# expect: either
x = []
for _ in range(10 ** 6): x = [x]
del x
