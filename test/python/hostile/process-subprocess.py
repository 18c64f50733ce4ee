# tries to: start a process
# expect: error
import importlib
importlib.import_module('subprocess').run(['/bin/sh', '-c', 'echo taken > ' + canary_file], check=True)
