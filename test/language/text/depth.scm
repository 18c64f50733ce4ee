; Recursion through procedures that call back: as deep as memory allows, whatever the native stack is.
; only: fast closures
(define (through-replace n) (if (= n 0) "x" (regexp-replace "x" "x" (lambda (m) (through-replace (- n 1))))))
(displayln (through-replace 30000)) ; expect: x
(define (through-map n) (if (= n 0) #\x (string-ref (string-map (lambda (c) (through-map (- n 1))) "x") 0)))
(displayln (through-map 30000)) ; expect: x
(define (through-index n) (if (= n 0) #t (string-index "x" (lambda (c) (through-index (- n 1))))))
(displayln (through-index 30000)) ; expect: 0
(define (through-select n) (if (= n 0) 1 (car (regexp-match* "x" "x" #:match-select (lambda (m) (through-select (- n 1)))))))
(displayln (through-select 30000)) ; expect: 1
(define (through-output n) (if (= n 0) "" (with-output-to-string (lambda () (display (through-output (- n 1)))))))
(write (through-output 30000)) (newline) ; expect: ""
(define (through-port n) (if (= n 0) "" (call-with-output-string (lambda (p) (display (through-port (- n 1)) p)))))
(write (through-port 30000)) (newline) ; expect: ""
(define (through-fold n) (if (= n 0) 0 (string-fold (lambda (c r) (through-fold (- n 1))) 0 "x")))
(displayln (through-fold 30000)) ; expect: 0
