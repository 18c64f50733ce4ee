# tries to: fill memory with files
# expect: error OSError.*No space
i = 0
while True:
    open(f'/tmp/many{i}', 'wb').write(bytes(1_000_000)); i += 1
