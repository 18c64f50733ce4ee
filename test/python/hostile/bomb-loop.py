# tries to: loop for ever
# expect: error ran longer
while True: pass
