; Numbers: each line shows a value as write does, or the error that it raises.
(define-syntax t
  (syntax-rules ()
    ((_ e) (begin (write (guard (x ((error-object? x) (list 'error (condition/report-string x)))) e)) (newline)))))

(t (+)) ; expect: 0
(t (+ 1/2 1/3)) ; expect: 5/6
(t (+ 9007199254740991 1)) ; expect: 9007199254740992
(t (* 99999999999 99999999999)) ; expect: 9999999999800000000001
(t (- 9007199254740993 1)) ; expect: 9007199254740992
(t (* 1.0 0)) ; expect: 0
(t (+ 1 2.5)) ; expect: 3.5
(t (/ 9 3)) ; expect: 3
(t (/ 9 6)) ; expect: 3/2
(t (/ 0.0 0)) ; expect: (error "/: division by zero")
(t (/ 1 0)) ; expect: (error "/: division by zero")
(t (/ 1 0.0)) ; expect: +inf.0
(t (/ 3)) ; expect: 1/3
(t (- -0.0)) ; expect: 0.0
(t (- 0.0)) ; expect: -0.0
(t (+ 'a 1)) ; expect: (error "+: expected a number as argument 1, got a")
(t (+ 1 "2")) ; expect: (error "+: expected a number as argument 2, got \"2\"")
(t (< 1 'a)) ; expect: (error "<: expected a number as argument 2, got a")
(t (= 1 1 1)) ; expect: #t
(t (= 1 1.0 2)) ; expect: #f
(t (< 1 2 2)) ; expect: #f
(t (<= 1 2 2)) ; expect: #t
(t (> 3 2 1)) ; expect: #t
(t (>= 3 3 1)) ; expect: #t
(t (= 9007199254740993 9007199254740992.0)) ; expect: #f
(t (< 9007199254740992.0 9007199254740993)) ; expect: #t
(t (= 1/3 0.3333333333333333)) ; expect: #f
(t (max 1 2 3.0)) ; expect: 3.0
(t (max 3 2.0)) ; expect: 3.0
(t (min 1 2.0)) ; expect: 1.0
(t (max 1/2 1/3)) ; expect: 1/2
(t (max)) ; expect: (error "max: expected at least 1 argument, got 0")
(t (abs -7/2)) ; expect: 7/2
(t (abs -0.0)) ; expect: 0.0
(t (quotient 17 -5)) ; expect: -3
(t (remainder 17 -5)) ; expect: 2
(t (modulo 17 -5)) ; expect: -3
(t (modulo -7 2.0)) ; expect: 1.0
(t (modulo 13 4.0)) ; expect: 1.0
(t (quotient 1 0)) ; expect: (error "quotient: division by zero")
(t (modulo 5.5 2)) ; expect: (error "modulo: expected an integer as argument 1, got 5.5")
(t (gcd 32 -36)) ; expect: 4
(t (gcd)) ; expect: 0
(t (gcd 0 5)) ; expect: 5
(t (lcm 32 -36)) ; expect: 288
(t (lcm 32.0 -36)) ; expect: 288.0
(t (lcm)) ; expect: 1
(t (numerator (/ 6 4))) ; expect: 3
(t (denominator 0.5)) ; expect: 2.0
(t (denominator (inexact (/ 6 4)))) ; expect: 2.0
(t (floor -4.3)) ; expect: -5.0
(t (ceiling -4.3)) ; expect: -4.0
(t (truncate -4.3)) ; expect: -4.0
(t (round -4.3)) ; expect: -4.0
(t (floor 3.5)) ; expect: 3.0
(t (round 3.5)) ; expect: 4.0
(t (round 2.5)) ; expect: 2.0
(t (round 7/2)) ; expect: 4
(t (round 7)) ; expect: 7
(t (floor -7/2)) ; expect: -4
(t (rationalize (exact .3) 1/10)) ; expect: 1/3
(t (rationalize .3 1/10)) ; expect: 0.3333333333333333
(t (exact 2.5)) ; expect: 5/2
(t (exact 1e18)) ; expect: 1000000000000000000
(t (exact +inf.0)) ; expect: (error "exact: +inf.0 has no exact value")
(t (inexact 1/3)) ; expect: 0.3333333333333333
(t (exact->inexact 12345678901234567890)) ; expect: 12345678901234567000.0
(t (call-with-values (lambda () (exact-integer-sqrt 4)) list)) ; expect: (2 0)
(t (call-with-values (lambda () (exact-integer-sqrt 5)) list)) ; expect: (2 1)
(t (sqrt 9)) ; expect: 3
(t (sqrt 16/9)) ; expect: 4/3
(t (sqrt 2)) ; expect: 1.4142135623730951
(t (sqrt 16.0)) ; expect: 4.0
(t (sqrt -1)) ; expect: (error "sqrt: the result is not a real number, and other complex numbers are not supported")
(t (sqrt (expt 10 400))) ; expect: 100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
(t (expt 2 100)) ; expect: 1267650600228229401496703205376
(t (expt 2 -2)) ; expect: 1/4
(t (expt 2.0 0.5)) ; expect: 1.4142135623730951
(t (expt 0 0)) ; expect: 1
(t (expt 1/2 3)) ; expect: 1/8
(t (expt 4 1/2)) ; expect: 2
(t (expt 10 (expt 10 10))) ; expect: (error "expt: the result would have more than 8388608 bits")
(t (exp 0)) ; expect: 1
(t (exp 1)) ; expect: 2.718281828459045
(t (log 8 2)) ; expect: 3.0
(t (log 0)) ; expect: (error "log: division by zero")
(t (atan 1 1)) ; expect: 0.7853981633974483
(t (atan -1.0 0.0)) ; expect: -1.5707963267948966
(t (number->string 10 2)) ; expect: "1010"
(t (number->string 1/3 3)) ; expect: "1/10"
(t (number->string 1e21)) ; expect: "1e21"
(t (number->string 1e-7)) ; expect: "1e-7"
(t (number->string 123.456)) ; expect: "123.456"
(t (number->string 10 1)) ; expect: (error "number->string: expected a radix from 2 to 36 as argument 2, got 1")
(t (string->number "100")) ; expect: 100
(t (string->number "100" 16)) ; expect: 256
(t (string->number "1e2")) ; expect: 100.0
(t (string->number "#xff")) ; expect: 255
(t (string->number "1/2")) ; expect: 1/2
(t (string->number "-1.5e-3")) ; expect: -0.0015
(t (string->number ".5")) ; expect: 0.5
(t (string->number "5.")) ; expect: 5.0
(t (string->number "+inf.0")) ; expect: +inf.0
(t (string->number "abc")) ; expect: #f
(t (string->number "")) ; expect: #f
(t (string->number "-")) ; expect: #f
(t (string->number "1e")) ; expect: #f
(t (string->number "1/0")) ; expect: #f
(t (string->number "#e1.5")) ; expect: 3/2
(t (string->number "1e400")) ; expect: +inf.0
(t (string->number "#e1e1000000000")) ; expect: #f
(t (exact-integer? 5)) ; expect: #t
(t (exact-rational? 1/2)) ; expect: #t
(t (exact-rational? 0.5)) ; expect: #f
(t (integer? 3.0)) ; expect: #t
(t (integer? 1/2)) ; expect: #f
(t (rational? +nan.0)) ; expect: #f
(t (real? +nan.0)) ; expect: #t
(t (nan? +nan.0)) ; expect: #t
(t (nan? 'a)) ; expect: (error "nan?: expected a number as argument 1, got a")
(t (exact? 'a)) ; expect: (error "exact?: expected a number as argument 1, got a")
(t (infinite? -inf.0)) ; expect: #t
(t (zero? 0.0)) ; expect: #t
(t (even? 1.5)) ; expect: (error "even?: expected an integer as argument 1, got 1.5")
(t (square 1/2)) ; expect: 1/4
(t (add1 1/2)) ; expect: 3/2
(t (sub1 "a")) ; expect: (error "sub1: expected a number as argument 1, got \"a\"")
(t (sgn -3)) ; expect: -1
(t (exact-round 2.5)) ; expect: 2
(t (exact-round 3.5)) ; expect: 4
(t (exact-floor -2.5)) ; expect: -3
(t (exact-ceiling 2.1)) ; expect: 3
(t (exact-truncate -2.9)) ; expect: -2
(t (exact-round +inf.0)) ; expect: (error "exact-round: expected a finite number as argument 1, got +inf.0")
(t (bitwise-and 12 10 8)) ; expect: 8
(t (bitwise-ior 1 2 4)) ; expect: 7
(t (bitwise-xor 5 1)) ; expect: 4
(t (bitwise-not 0)) ; expect: -1
(t (arithmetic-shift 1 100)) ; expect: 1267650600228229401496703205376
(t (arithmetic-shift -1 -100)) ; expect: -1
(t (arithmetic-shift 1 100000000000)) ; expect: (error "arithmetic-shift: the result would have more than 8388608 bits")
(t (bit-count 255)) ; expect: 8
(t (bitwise-and 1.5 2)) ; expect: (error "bitwise-and: expected an exact integer as argument 1, got 1.5")
(t (real->decimal-string 3.14159 2)) ; expect: "3.14"
(t (real->decimal-string 2 2)) ; expect: "2.00"
(t (real->decimal-string -0.001 2)) ; expect: "0.00"
(t (real->decimal-string 1/3 5)) ; expect: "0.33333"
(t (real->decimal-string 1e21 1)) ; expect: "1000000000000000000000.0"
(t (real->decimal-string 99.999 2)) ; expect: "100.00"
(t (real->decimal-string 5 0)) ; expect: "5"
(t (~r 3.14159)) ; expect: "3.14159"
(t (~r 1/3)) ; expect: "0.333333"
(t (~r 12345.678 #:precision 1)) ; expect: "12345.7"
(t (~r 5 #:min-width 4)) ; expect: "   5"
(t (~r -5 #:min-width 4 #:pad-string "0")) ; expect: "-005"
(t (~r 5 #:sign '+)) ; expect: "+5"
(t (~r 255 #:base 16)) ; expect: "ff"
(t (~r 12345 #:notation 'exponential)) ; expect: "1.2345e+04"
(t (~r 0.00012 #:notation 'exponential)) ; expect: "1.2e-04"
(t (~r 99999999 #:notation 'exponential #:precision 2)) ; expect: "1e+08"
(t (~r 1234567 #:group-sep ",")) ; expect: "1,234,567"
(t (~r 3 #:precision '(= 2))) ; expect: "3.00"
(t (random 1)) ; expect: 0
(t (random 5 6)) ; expect: 5
(t (random 0)) ; expect: (error "random: expected an exact positive integer as argument 1, got 0")
(t (random 5 5)) ; expect: (error "random: expected an integer above 5 as argument 2, got 5")
(t (random-ref '())) ; expect: (error "random-ref: expected a list, vector or string that is not empty as argument 1, got ()")
(t (begin (random-seed 42) (let* ([a (random 1000000)] [b (random 1000000)]) (random-seed 42) (list (= a (random 1000000)) (= b (random 1000000)))))) ; expect: (#t #t)
(t (< -1 (random (expt 10 30)) (expt 10 30))) ; expect: #t

; Products take what their size takes, however large numbers may get: 200,000 small ones take no two minutes.
(define (power-mod base exponent modulus)
  (let loop ((i 0) (x 1)) (if (= i exponent) x (loop (+ i 1) (modulo (* x base) modulus)))))
(displayln (power-mod 123456789012345678901234567890 200000 1000000007000000000000009)) ; expect: 887988943545775922137830
