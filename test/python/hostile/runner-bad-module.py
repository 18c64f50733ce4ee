# tries to: a module that is not what it says
# expect: either
import sys
sys.modules['json'] = sys.modules['re'] = 5
import json
json
