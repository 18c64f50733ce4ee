# tries to: replace Python's builtins
# expect: either
import builtins
for n in ('len', 'print', 'isinstance', 'type', 'list', 'dict', 'str', 'int', 'range', 'getattr'):
    setattr(builtins, n, None)
