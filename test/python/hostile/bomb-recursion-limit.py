# tries to: recurse without Python's limit
# expect: error
import sys
sys.setrecursionlimit(2 ** 31 - 1)
def f(): return f()
f()
