# tries to: a value that doubles at every level
# expect: error
x = []
for _ in range(60): x = [x, x]
x
