# tries to: leave no room for the runner
# expect: either
import sys
sys.setrecursionlimit(10)
