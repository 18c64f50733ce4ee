;; Strings: the higher-order procedures of SRFI 13 and Racket that need not be fast enough for TypeScript.

;; A predicate of characters from a criterion: a predicate, or the character that is meant.
(define (%char-test who index criterion)
  (if (char? criterion)
      (lambda (c) (char=? c criterion))
      (%check-procedure who index criterion)))

;; The end of a range [start, end) of s, checked together with its start.
(define (%range-end who s start end)
  (let ((length (string-length s)))
    (cond ((not (and (exact-integer? end) (<= 0 end length)))
           (%wrong-argument who 4 (format "an end from 0 to ~a" length) end))
          ((not (and (exact-integer? start) (<= 0 start end)))
           (%wrong-argument who 3 (format "a start from 0 to ~a" end) start))
          (else end))))

;;> (string-tabulate f k)
;;> The string of what f gives for 0, 1 … k-1; SRFI 13's order of arguments.
;;> (string-tabulate (lambda (i) (integer->char (+ 97 i))) 3) => "abc"
(define (string-tabulate f k)
  (if (procedure? k)
      (string-tabulate k f)
      (begin
        (%check-procedure 'string-tabulate 1 f)
        (%check-index 'string-tabulate 2 k)
        (build-string k f))))

;;> (build-string k f)
;;> The string of what f gives for 0, 1 … k-1.
;;> (build-string 3 (lambda (i) (integer->char (+ 97 i)))) => "abc"
(define (build-string k f)
  (%check-index 'build-string 1 k)
  (%check-procedure 'build-string 2 f)
  (let ((s (make-string k)))
    (let loop ((i 0))
      (if (= i k)
          s
          (let ((c (f i)))
            (string-set! s i c)
            (loop (+ i 1)))))))

;;> (string-fold f start s [from] [to])
;;> Combines the characters from left to right: f gets a character and what it gave before.
;;> (string-fold cons '() "abc") => (#\c #\b #\a)
(define (string-fold f start s [from 0] [to (string-length (%check-string 'string-fold 3 s))])
  (%check-procedure 'string-fold 1 f)
  (%check-string 'string-fold 3 s)
  (let ((end (%range-end 'string-fold s from to)))
    (let loop ((i from) (result start))
      (if (= i end)
          result
          (loop (+ i 1) (f (string-ref s i) result))))))

;;> (string-fold-right f start s [from] [to])
;;> Combines the characters from right to left: f gets a character and what it gave before.
;;> (string-fold-right cons '() "abc") => (#\a #\b #\c)
(define (string-fold-right f start s [from 0] [to (string-length (%check-string 'string-fold-right 3 s))])
  (%check-procedure 'string-fold-right 1 f)
  (%check-string 'string-fold-right 3 s)
  (let ((end (%range-end 'string-fold-right s from to)))
    (let loop ((i end) (result start))
      (if (= i from)
          result
          (loop (- i 1) (f (string-ref s (- i 1)) result))))))

;;> (string-unfold stop? f next seed [base] [make-final])
;;> The string of (f seed), (f (next seed)) … until stop? holds, between base and what make-final gives for the last seed.
;;> (string-unfold null? car cdr '(#\a #\b)) => "ab"
(define (string-unfold stop? f next seed [base ""] [make-final (lambda (seed) "")])
  (%check-procedure 'string-unfold 1 stop?)
  (%check-procedure 'string-unfold 2 f)
  (%check-procedure 'string-unfold 3 next)
  (let loop ((seed seed) (done '()))
    (if (stop? seed)
        (string-append base (list->string (reverse done)) (make-final seed))
        (loop (next seed) (cons (f seed) done)))))

;; The characters of s for which keep? holds.
(define (%filter-string keep? s)
  (let loop ((i (- (string-length s) 1)) (kept '()))
    (if (< i 0)
        (list->string kept)
        (let ((c (string-ref s i)))
          (loop (- i 1) (if (keep? c) (cons c kept) kept))))))

;;> (string-filter criterion s)
;;> The characters of s that are, or satisfy, the criterion; the arguments may be the other way round.
;;> (string-filter char-alphabetic? "a1b2") => "ab"
(define (string-filter criterion s)
  (if (string? criterion)
      (string-filter s criterion)
      (%filter-string (%char-test 'string-filter 1 criterion) (%check-string 'string-filter 2 s))))

;;> (string-delete criterion s)
;;> The characters of s that neither are nor satisfy the criterion; the arguments may be the other way round.
;;> (string-delete #\a "banana") => "bnn"
(define (string-delete criterion s)
  (if (string? criterion)
      (string-delete s criterion)
      (let ((drop? (%char-test 'string-delete 1 criterion)))
        (%filter-string (lambda (c) (not (drop? c))) (%check-string 'string-delete 2 s)))))

;;> (string-remove criterion s)
;;> The characters of s that neither are nor satisfy the criterion.
;;> (string-remove char-numeric? "a1b2") => "ab"
(define (string-remove criterion s) (string-delete criterion s))

;;> (string-trim-left s [criterion])
;;> s without the characters at its beginning that are, or satisfy, the criterion (white space unless given).
;;> (string-trim-left "  ab ") => "ab "
(define (string-trim-left s [criterion char-whitespace?])
  (let ((start (string-skip (%check-string 'string-trim-left 1 s) (%char-test 'string-trim-left 2 criterion))))
    (if start (substring s start) "")))

;;> (string-trim-right s [criterion])
;;> s without the characters at its end that are, or satisfy, the criterion (white space unless given).
;;> (string-trim-right " ab  ") => " ab"
(define (string-trim-right s [criterion char-whitespace?])
  (let ((last (string-skip-right (%check-string 'string-trim-right 1 s) (%char-test 'string-trim-right 2 criterion))))
    (if last (substring s 0 (+ last 1)) "")))

;;> (string-trim-both s [criterion])
;;> s without the characters at both ends that are, or satisfy, the criterion (white space unless given).
;;> (string-trim-both "--ab-" #\-) => "ab"
(define (string-trim-both s [criterion char-whitespace?])
  (string-trim-right (string-trim-left s criterion) criterion))

;;> (string-tokenize s [criterion])
;;> The longest stretches of characters that are, or satisfy, the criterion (anything but white space unless given).
;;> (string-tokenize "one  two") => ("one" "two")
(define (string-tokenize s [criterion (lambda (c) (not (char-whitespace? c)))])
  (%check-string 'string-tokenize 1 s)
  (let ((token? (%char-test 'string-tokenize 2 criterion)))
    (let loop ((end (string-index-right s token?)) (tokens '()))
      (if (not end)
          tokens
          (let* ((before (string-skip-right s token? 0 (+ end 1)))
                 (start (if before (+ before 1) 0)))
            (loop (and before (string-index-right s token? 0 before))
                  (cons (substring s start (+ end 1)) tokens)))))))

;;> (string-for-each-index f s)
;;> Calls f with 0, 1 … up to the last index of s.
;;> (let ((n 0)) (string-for-each-index (lambda (i) (set! n (+ n i))) "abc") n) => 3
(define (string-for-each-index f s)
  (%check-procedure 'string-for-each-index 1 f)
  (let ((length (string-length (%check-string 'string-for-each-index 2 s))))
    (let loop ((i 0))
      (when (< i length)
        (f i)
        (loop (+ i 1))))))

;;> (regexp-replaces s replacements)
;;> s after regexp-replace* with each pattern and insert of a list of two-element lists.
;;> (regexp-replaces "a-b" '(("a" "x") ("-" "+"))) => "x+b"
(define (regexp-replaces s replacements)
  (let loop ((s s) (rest (%check-list 'regexp-replaces 2 replacements)))
    (if (null? rest)
        s
        (loop (regexp-replace* (caar rest) s (cadar rest)) (cdr rest)))))

;;> pi
;;> The ratio of a circle's circumference to its diameter.
;;> pi => 3.141592653589793
(define pi 3.141592653589793)

;;> eof
;;> The end-of-file object.
;;> (eof-object? eof) => #t
(define eof (eof-object))
