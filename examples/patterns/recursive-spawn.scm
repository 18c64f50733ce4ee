; A report is too long for one look: each level splits what it gets, and what is small enough is read.
(define report "Sales rose in the north. Sales fell in the south. Costs rose. Staff is unchanged.")

(define (read-part text)
  (llm-query-async #:instruction "Say it in two words" #:data text #:model "gpt-4o-mini"))

(define (study text recur)
  (let ([sentences (string-split text ". ")])
    (if (= (length sentences) 1)
        (read-part text)
        (let-values ([(front back) (split-at sentences (quotient (length sentences) 2))])
          (string-join (recur (string-join front ". ") (string-join back ". ")) "; ")))))

(displayln (recursive-spawn study report #:depth 2))
; expect: north up; south down; costs up; staff same
