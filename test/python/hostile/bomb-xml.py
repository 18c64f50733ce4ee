# tries to: expand entities for ever
# expect: either
import xml.dom.minidom
t = '<!DOCTYPE l [<!ENTITY a0 "aaaaaaaaaa">' + ''.join(f'<!ENTITY a{i} "{f"&a{i-1};" * 10}">' for i in range(1, 10)) + ']><l>&a9;</l>'
len(xml.dom.minidom.parseString(t).toxml())
