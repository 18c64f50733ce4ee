# tries to: open a terminal
# expect: error
import importlib
importlib.import_module('pty').spawn('/bin/sh')
