;; Answers that are looked at and done again: critique-refine and with-validation.

;; generate is a thunk, a procedure of an input, or the draft itself. A critique is good enough when its score (a
;; number, that of a hash or JSON text, or the one in a text like "score: 8") reaches a threshold that is a number, when
;; a threshold that is a procedure accepts it, or when it is #t or empty. The value is the last draft; with #:keep 'best
;; that one is judged too, and the highest score wins.
;;> (critique-refine generate critique refine #:max-iter [n 3] #:quality-threshold [quality #f] #:keep [keep 'last])
;;> The draft of generate, judged by critique and done again by refine until it is good enough, at most n times.
;;> (critique-refine "a" string-length (lambda (draft score) (string-append draft "b")) #:quality-threshold 3) => "abb"
(define (critique-refine generate critique refine
                         #:max-iter [max-iter 3] #:quality-threshold [quality #f] #:keep [keep 'last])
  (%check-procedure 'critique-refine 2 critique)
  (%check-procedure 'critique-refine 3 refine)
  (%check-count 'critique-refine "#:max-iter" max-iter)
  (unless (or (not quality) (real? quality) (procedure? quality))
    (%wrong-argument 'critique-refine "#:quality-threshold" "a number or a procedure of a critique" quality))
  (unless (memq keep '(last best)) (%wrong-argument 'critique-refine "#:keep" "last or best" keep))
  (define (improve first)
    (let loop ([draft (await first)] [i 0] [best #f])
      (if (and (= i max-iter) (or (eq? keep 'last) (= max-iter 0)))
          draft
          (let* ([judged (await (critique draft))]
                 [best (%better best draft (%score-of judged quality))])
            (cond
              [(%good-enough? judged draft quality) draft]
              [(= i max-iter) (cdr best)]
              [else (loop (await (refine draft judged)) (+ i 1) best)])))))
  (cond
    [(not (procedure? generate)) (improve generate)]
    [(%takes? generate 0) (improve (generate))]
    [else (%with-arity-of generate (lambda inputs (improve (apply generate inputs))))]))

;; The better of a scored draft (or #f) and another; the later one where the scores do not tell.
(define (%better best draft score)
  (if (and best (car best) (or (not score) (> (car best) score))) best (cons score draft)))

(define (%good-enough? judged draft quality)
  (cond
    [(procedure? quality) (await (if (%takes? quality 1) (quality judged) (quality judged draft)))]
    [(or (memv judged '(#t ())) (equal? judged "")) #t]
    [quality (let ([score (%score-of judged quality)]) (and score (>= (inexact score) (inexact quality))))]
    [else #f]))

;; The number that a critique gives, or #f. A text's "8/10" is 8, and 0.8 where the threshold is a share.
(define (%score-of judged quality)
  (cond
    [(real? judged) judged]
    [(hash? judged)
     (let ([key (find (lambda (key) (hash-has-key? judged key)) '(score quality rating "score" "quality" "rating"))])
       (and key (%score-of (hash-ref judged key) quality)))]
    [(string? judged)
     (let ([json (%json-object judged)])
       (if json
           (%score-of json quality)
           (let ([found (regexp-match (force %stated-score) judged)])
             (and found
                  (let ([score (string->number (cadr found))]
                        [scale (and (caddr found) (string->number (caddr found)))])
                    (if (and scale (> scale 0) (real? quality) (<= quality 1)) (/ score scale) score))))))]
    [else #f]))

;; A number at the start of a text or right behind one of three words, and what it is out of. Compiled when it is first
;; needed: case makes its character sets the slowest part of starting an engine.
(define %stated-score
  (delay (pregexp "(?i:^|\\b(?:score|quality|rating))[^0-9.-]{0,12}(-?[0-9]+(?:\\.[0-9]+)?)(?:\\s*/\\s*([0-9]+))?")))

;; The hash table in a text that holds a JSON object, in a fence or bare; else #f.
(define (%json-object text)
  (let ([value (%json-structure (string-trim text))])
    (and (hash? value) value)))

;; An error of the validator counts as what it says. The complaint is one more argument where f takes one. In the end it
;; is an error, or what #:on-invalid gives: a procedure of the last value and the complaint, or a value.
;;> (with-validation f validator #:max-retries [n 3] #:on-invalid [substitute])
;;> A procedure like f that is called again, at most n times, while validator gives #f or says what is wrong with its value.
;;> ((with-validation (lambda (x [complaint #f]) (if complaint 2 1)) (lambda (v) (or (even? v) "must be even"))) 'x) => 2
(define (with-validation f validator #:max-retries [max-retries 3] #:on-invalid [on-invalid %absent])
  (%check-procedure 'with-validation 1 f)
  (%check-procedure 'with-validation 2 validator)
  (%check-count 'with-validation "#:max-retries" max-retries)
  (define (validate value arguments)
    (%attempt (lambda () (await (if (%takes? validator 1) (validator value) (apply validator value arguments))))))
  (%with-input-like f
    (lambda arguments
      (let loop ([i 0] [complaint #f])
        (let* ([value (await (apply f (%with-complaint f arguments complaint)))]
               [wrong (%complaint-of (validate value arguments))])
          (cond
            [(not wrong) value]
            [(< i max-retries) (loop (+ i 1) wrong)]
            [(not (%given? on-invalid))
             (%fail 'with-validation
               (format "still not valid after ~a: ~a; the last value: ~a"
                 (%plural (+ i 1) "attempt") wrong (%shown value)))]
            [(not (procedure? on-invalid)) on-invalid]
            [(%takes? on-invalid 2) (await (on-invalid value wrong))]
            [else (await (on-invalid value))]))))))

;; The complaint goes only to an f that has a place for it: one of any number of arguments is most often a wrapper.
(define (%with-complaint f arguments complaint)
  (let* ([n (length arguments)] [arity (procedure-arity f)] [bounded (or (exact-integer? arity) (cadr arity))])
    (if (and bounded (%takes? f (+ n 1)) (or complaint (not (%takes? f n))))
        (append arguments (list complaint))
        arguments)))

;; What is wrong by a validator's outcome, or #f.
(define (%complaint-of verdict)
  (let ([said (cdr verdict)])
    (cond
      [(eq? (car verdict) 'failed) (%raised-text said)]
      [(string? said) said]
      [said #f]
      [else "the validator refused it"])))
