# tries to: patch the runner's modules
# expect: either
import sys
for n, m in list(sys.modules.items()):
    if n.startswith('_skein'):
        for k in list(vars(m)): setattr(m, k, None)
