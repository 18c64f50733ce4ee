# tries to: load a library
# expect: error
import importlib, importlib.machinery
open('/tmp/evil.so', 'wb').write(b'\0asm\1\0\0\0')
importlib.machinery.ExtensionFileLoader('evil', '/tmp/evil.so').create_module(importlib.machinery.ModuleSpec('evil', None, origin='/tmp/evil.so'))
