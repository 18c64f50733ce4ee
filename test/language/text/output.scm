; Formatting, ports and printing: each line shows a value as write does, or the error that it raises.
(define-syntax t
  (syntax-rules ()
    ((_ e) (begin (write (guard (x ((error-object? x) (list 'error (condition/report-string x)))) e)) (newline)))))

(t (format "~a" "x")) ; expect: "x"
(t (format "~a ~s ~v" "a" "b" 'c)) ; expect: "a \"b\" 'c"
(t (format "~v" '(1 "a" #\b))) ; expect: "'(1 \"a\" #\\b)"
(t (format "~v" (list 1 car))) ; expect: "(list 1 #<procedure:car>)"
(t (format "~v" 5)) ; expect: "5"
(t (format "a~nb~%c~~")) ; expect: "a\nb\nc~"
(t (format "~x ~o ~b" 255 8 5)) ; expect: "ff 10 101"
(t (format "~c" #\a)) ; expect: "a"
(t (format "~c" 5)) ; expect: (error "format: ~c needs a character, got 5")
(t (format "~x" 1.5)) ; expect: (error "format: ~x needs an exact number, got 1.5")
(t (format "~a")) ; expect: (error "format: the format string requires 1 argument, given 0")
(t (format "~a" 1 2)) ; expect: (error "format: the format string requires 1 argument, given 2; they were 1 2")
(t (format "~q" 1)) ; expect: (error "format: ~q is no directive")
(t (format "abc~")) ; expect: (error "format: the format string can not end in a ~")
(t (format 'a)) ; expect: (error "format: expected a format string as argument 1, got a")
(t (format #f "~a" 1)) ; expect: "1"
(t (format "a~\n   b")) ; expect: "ab"
(t (format "~,2f|~8,3f|~f" 3.14159 2 1.5)) ; expect: "3.14|   2.000|1.5"
(t (format "~A ~S" "x" "y")) ; expect: "x \"y\""
(t (format "~e" (list 1 2))) ; expect: "(1 2)"
(t (~a 1 "b" #\c 'd)) ; expect: "1bcd"
(t (~a "x" "y" #:separator "-")) ; expect: "x-y"
(t (~a "abc" #:width 5)) ; expect: "abc  "
(t (~a "abc" #:width 5 #:align 'right)) ; expect: "  abc"
(t (~a "abc" #:min-width 6 #:align 'center #:pad-string "*")) ; expect: "*abc**"
(t (~a "abcdef" #:max-width 4 #:limit-marker "…")) ; expect: "abc…"
(t (~a "abcdef" #:width 3)) ; expect: "abc"
(t (~a "abcdef" #:width 3 #:limit-prefix? #t)) ; expect: "def"
(t (~a 5 #:align 'middle)) ; expect: (error "~a: expected 'left, 'right or 'center for #:align as argument 1, got middle")
(t (~s "a" 'b)) ; expect: "\"a\" b"
(t (~v "a" 'b)) ; expect: "\"a\" 'b"
(t (with-output-to-string (lambda () (display "a") (write "b") (newline) (write-char #\c) (write-string "defg" (current-output-port) 1 3)))) ; expect: "a\"b\"\ncef"
(t (with-output-to-string (lambda () (print '(a "b")) (print "s") (print 'x) (print '())))) ; expect: "'(a \"b\")\"s\"'x'()"
(t (with-output-to-string (lambda () (displayln '(1 "a" #\b)) (writeln '(1 "a" #\b))))) ; expect: "(1 a b)\n(1 \"a\" #\\b)\n"
(t (with-output-to-string (lambda () (printf "~a and ~s" 1 "x")))) ; expect: "1 and \"x\""
(t (with-output-to-string (lambda () (fresh-line) (display "a") (fresh-line) (fresh-line)))) ; expect: "a\n"
(t (call-with-output-string (lambda (p) (write 'abc p) (write-u8 1 p)))) ; expect: (error "write-u8: expected a binary output port as argument 2, got #<output-port:string>")
(t (let ([p (open-input-string "hello world")]) (list (read-char p) (peek-char p) (read-string 4 p) (read-line p) (eof-object? (read-char p))))) ; expect: (#\h #\e "ello" " world" #t)
(t (let ([p (open-input-string "a\r\nb\nc")]) (list (read-line p) (read-line p) (read-line p) (eof-object? (read-line p))))) ; expect: ("a" "b" "c" #t)
(t (let ([p (open-input-string "")]) (eof-object? (read-string 5 p)))) ; expect: #t
(t (read-string 0 (open-input-string "abc"))) ; expect: ""
(t (let ([p (open-input-string "(a . b) #(1 2) \"x\" ; c\n 5")]) (list (read p) (read p) (read p) (read p) (eof-object? (read p))))) ; expect: ((a . b) #(1 2) "x" 5 #t)
(t (read (open-input-string "(a"))) ; expect: (error "read: ( is never closed: expected ) before the end (line 1, column 1)")
(t (read (open-input-string ")"))) ; expect: (error "read: unexpected ): nothing is open here (line 1, column 1)")
(t (read-char 5)) ; expect: (error "read-char: expected a textual input port as argument 1, got 5")
(t (let ([p (open-input-string "abc")]) (close-port p) (read-char p))) ; expect: (error "the port string is closed")
(t (let ([p (open-input-string "abc")]) (close-port p) (input-port-open? p))) ; expect: #f
(t (let ([p (open-input-bytevector (bytevector 1 2 3 4))]) (list (read-u8 p) (peek-u8 p) (read-bytevector 2 p) (read-u8 p) (eof-object? (read-u8 p))))) ; expect: (1 2 #u8(2 3) 4 #t)
(t (let ([p (open-output-bytevector)]) (write-u8 1 p) (write-bytevector (bytevector 2 3 4) p 1 3) (get-output-bytevector p))) ; expect: #u8(1 3 4)
(t (write-u8 256 (open-output-bytevector))) ; expect: (error "write-u8: expected a byte (an exact integer from 0 to 255) as argument 1, got 256")
(t (let ([b (bytevector 1 2 3 4 5)]) (list (read-bytevector! b (open-input-bytevector (bytevector 9 8 7)) 1 3) b))) ; expect: (2 #u8(1 9 8 4 5))
(t (port->lines (open-input-string "a\nb\n\nc\n"))) ; expect: ("a" "b" "" "c")
(t (textual-port? (open-input-string ""))) ; expect: #t
(t (binary-port? (open-output-bytevector))) ; expect: #t
(t (get-output-string (current-output-port))) ; expect: (error "get-output-string: expected a port from open-output-string as argument 1, got #<output-port:output>")
(t (display "x" 'port)) ; expect: (error "display: expected a textual output port as argument 2, got port")
(t (file-exists? "/etc/passwd")) ; expect: (error "looking for \"/etc/passwd\" is not granted to this script; whoever runs it can grant it with --allow-read PATH, or when embedding with host: nodeHost({ read: [PATH] })")
(t (open-input-file "/etc/passwd")) ; expect: (error "reading \"/etc/passwd\" is not granted to this script; whoever runs it can grant it with --allow-read PATH, or when embedding with host: nodeHost({ read: [PATH] })")
(t (let ([x (list 1 2)]) (set-cdr! (cdr x) x) (with-output-to-string (lambda () (write x))))) ; expect: "#0=(1 2 . #0#)"
(t (let ([x (list 1)]) (with-output-to-string (lambda () (write-shared (list x x)) (write (list x x)))))) ; expect: "(#0=(1) #0#)((1) (1))"
(t (date->string 1715941230 "~Y-~m-~d ~H:~M:~S ~a ~j")) ; expect: "2024-05-17 10:20:30 Fri 138"
(t (date->string 1e300)) ; expect: (error "date->string: expected a number of seconds since 1970 as argument 1, got 1e300")
(t (get-environment-variable "HOME")) ; expect: #f
(t (command-line)) ; expect: ()
