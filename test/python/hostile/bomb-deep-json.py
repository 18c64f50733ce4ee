# tries to: encode a list a million deep
# expect: either
import json
x = []
for _ in range(10 ** 6): x = [x]
json.dumps(x)
