# tries to: give back a list a million deep
# expect: error
x = []
for _ in range(10 ** 6): x = [x]
x
