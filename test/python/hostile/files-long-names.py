# tries to: fill memory with names
# expect: error OSError
import os
i = 0
while True:
    os.mkdir('/tmp/' + 'n' * 200 + str(i)); i += 1
