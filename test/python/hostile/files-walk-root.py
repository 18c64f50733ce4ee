# tries to: find the host's files from the root
# expect: value true
import os
found = [os.path.join(folder, f) for folder, _, files in os.walk('/') for f in files]
not any('etc/passwd' in f or 'canary' in f or 'node_modules' in f for f in found)
