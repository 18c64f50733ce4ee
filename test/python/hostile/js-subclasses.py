# tries to: find classes of the bridge among the subclasses of object
# expect: either
names = {}
for c in object.__subclasses__(): names[c.__name__] = c
todo = [c for n, c in names.items() if n.startswith('Js') or 'Proxy' in n]
for c in todo:
    try: c()
    except TypeError: pass
