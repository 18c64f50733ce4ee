; Characters, strings and symbols: each line shows a value as write does, or the error that it raises.
(define-syntax t
  (syntax-rules ()
    ((_ e) (begin (write (guard (x ((error-object? x) (list 'error (condition/report-string x)))) e)) (newline)))))

(t (char-upcase #\i)) ; expect: #\I
(t (char-upcase #\ß)) ; expect: #\ß
(t (char-downcase #\Σ)) ; expect: #\σ
(t (char-foldcase #\Σ)) ; expect: #\σ
(t (char-foldcase #\ς)) ; expect: #\σ
(t (char-upcase #\λ)) ; expect: #\Λ
(t (char-alphabetic? #\1)) ; expect: #f
(t (char-numeric? #\٣)) ; expect: #t
(t (digit-value #\3)) ; expect: 3
(t (digit-value #\٤)) ; expect: 4
(t (digit-value #\x0AE6)) ; expect: 0
(t (digit-value #\x0EA6)) ; expect: #f
(t (digit-value #\a)) ; expect: #f
(t (digit-value (integer->char #x1D7E5))) ; expect: 3
(t (char-whitespace? #\x00A0)) ; expect: #t
(t (char->integer #\😀)) ; expect: 128512
(t (integer->char #xD800)) ; expect: (error "integer->char: expected a code point (0 to #x10FFFF, without #xD800 to #xDFFF) as argument 1, got 55296")
(t (integer->char -1)) ; expect: (error "integer->char: expected a code point (0 to #x10FFFF, without #xD800 to #xDFFF) as argument 1, got -1")
(t (char<? #\a #\b #\c)) ; expect: #t
(t (char-ci=? #\a #\A)) ; expect: #t
(t (char<? #\a 5)) ; expect: (error "char<?: expected a character as argument 2, got 5")
(t (char-general-category #\A)) ; expect: lu
(t (string #\a #\b)) ; expect: "ab"
(t (make-string 3 #\x)) ; expect: "xxx"
(t (make-string -1 #\x)) ; expect: (error "make-string: expected an exact non-negative integer as argument 1, got -1")
(t (make-string 1000000000000 #\x)) ; expect: (error "the text would have more than 67108864 characters")
(t (string-length "")) ; expect: 0
(t (string-length "日本語😀")) ; expect: 4
(t (string-ref "日本語😀" 3)) ; expect: #\😀
(t (string-ref "abc" 3)) ; expect: (error "string-ref: expected an index below 3 as argument 2, got 3")
(t (string-ref "" 0)) ; expect: (error "string-ref: expected an index, but there are no elements as argument 2, got 0")
(t (string-ref 'abc 0)) ; expect: (error "string-ref: expected a string as argument 1, got abc")
(t (let ([s (make-string 3 #\*)]) (string-set! s 0 #\?) s)) ; expect: "?**"
(t (let ([s (string-copy "a😀b")]) (string-set! s 1 #\λ) (string-set! s 2 #\😀) s)) ; expect: "aλ😀"
(t (string-set! "abc" 0 #\x)) ; expect: (error "string-set!: expected a string that can be changed as argument 1, got \"abc\"")
(t (string=? "abc" "abc" "abc")) ; expect: #t
(t (string=? "abc" "abd")) ; expect: #f
(t (string<? "abc" "abcd")) ; expect: #t
(t (string<? "a" "b" "c")) ; expect: #t
(t (string<? "￿" "😀")) ; expect: #t
(t (string>? "b" "a")) ; expect: #t
(t (string=? "a" 'a)) ; expect: (error "string=?: expected a string as argument 2, got a")
(t (string-ci=? "Straße" "STRASSE")) ; expect: #t
(t (string-ci=? "ΧΑΟΣ" "χαος")) ; expect: #t
(t (string-upcase "Straße")) ; expect: "STRASSE"
(t (string-downcase "ΧΑΟΣΣ")) ; expect: "χαοσς"
(t (string-downcase "ΧΑΟΣ Σ")) ; expect: "χαος σ"
(t (string-foldcase "ΧΑΟΣΣ")) ; expect: "χαοσσ"
(t (string-foldcase "ﬁ")) ; expect: "fi"
(t (string-titlecase "hello wORLD it's")) ; expect: "Hello World It's"
(t (substring "abcdef" 1 3)) ; expect: "bc"
(t (substring "abcdef" 2)) ; expect: "cdef"
(t (substring "ab" 0 0)) ; expect: ""
(t (substring "abc" 2 1)) ; expect: (error "substring: expected a start of at most 1 as argument 2, got 2")
(t (substring "abc" 1 9)) ; expect: (error "substring: expected an end of at most 3 as argument 3, got 9")
(t (substring "abc" -1 2)) ; expect: (error "substring: expected an exact non-negative integer as argument 2, got -1")
(t (substring "abc" 1.0 2)) ; expect: (error "substring: expected an exact non-negative integer as argument 2, got 1.0")
(t (string-append)) ; expect: ""
(t (string-append "a" "b" "c")) ; expect: "abc"
(t (string-append "n=" 5 " s=" 'sym " l=" '(1 "x" #\c) " b=" #t " f=" 2.5 " c=" #\z)) ; expect: "n=5 s=sym l=(1 x c) b=#t f=2.5 c=z"
(t (string-append "x" car)) ; expect: (error "string-append: expected text or data as argument 2, got #<procedure:car>")
(t (string-append "x" (list 1 car))) ; expect: (error "string-append: expected text or data as argument 2, got #<procedure:car> inside the value")
(t (string-append "x" (void))) ; expect: (error "string-append: expected text or data as argument 2, got #<void>")
(t (string->list "abc")) ; expect: (#\a #\b #\c)
(t (string->list "abcde" 1 3)) ; expect: (#\b #\c)
(t (list->string '(#\a #\b))) ; expect: "ab"
(t (list->string '(1 2))) ; expect: (error "list->string: expected a list of characters as argument 1, got (1 2)")
(t (string->vector "ABC" 1)) ; expect: #(#\B #\C)
(t (vector->string #(#\1 #\2 #\3) 1 2)) ; expect: "2"
(t (string-copy "hello" 2)) ; expect: "llo"
(t (let ([a "12345"] [b (string-copy "abcde")]) (string-copy! b 1 a 0 2) b)) ; expect: "a12de"
(t (let ([b (string-copy "abcde")]) (string-copy! b 1 b 0 3) b)) ; expect: "aabce"
(t (let ([b (string-copy "abcde")]) (string-copy! b 0 b 2) b)) ; expect: "cdede"
(t (string-copy! (string-copy "ab") 1 "xyz")) ; expect: (error "string-copy!: expected a place, but the text does not fit as argument 2, got 1")
(t (let ([b (string-copy "abcde")]) (string-fill! b #\- 1 3) b)) ; expect: "a--de"
(t (utf8->string (bytevector #x41 #xC3 #xA9))) ; expect: "Aé"
(t (utf8->string (bytevector #x41 #xFF))) ; expect: (error "the bytes from place 1 on are not UTF-8")
(t (string->utf8 "λ")) ; expect: #u8(206 187)
(t (utf8->string (bytevector 0 1 #x41 #x42) 2)) ; expect: "AB"
(t (string-map char-upcase "abc")) ; expect: "ABC"
(t (string-map (lambda (a b) (if (char<? a b) a b)) "adc" "bbbz")) ; expect: "abb"
(t (string-map (lambda (c) 5) "abc")) ; expect: (error "string-map: expected the procedure to give a character, got 5")
(t (let ([l '()]) (string-for-each (lambda (a b) (set! l (cons (list a b) l))) "ab" "xyz") l)) ; expect: ((#\b #\y) (#\a #\x))
(t (string-count "banana" #\a)) ; expect: 3
(t (string-count "banana" char-alphabetic? 2 4)) ; expect: 2
(t (string-index "banana" #\n)) ; expect: 2
(t (string-index "banana" #\z)) ; expect: #f
(t (string-index "a1" char-numeric?)) ; expect: 1
(t (string-index-right "banana" #\a 0 4)) ; expect: 3
(t (string-any char-numeric? "abc")) ; expect: #f
(t (string-every char-numeric? "")) ; expect: #t
(t (string-every char-numeric? "1a")) ; expect: #f
(t (string-join '("a" "b" "c"))) ; expect: "a b c"
(t (string-join '("a" "b" "c") ", ")) ; expect: "a, b, c"
(t (string-join '() ", ")) ; expect: ""
(t (string-join '("x" "y" "z") ", " #:before-first "Todo: " #:before-last " and " #:after-last ".")) ; expect: "Todo: x, y and z."
(t (string-join '("x") ", " #:before-first "<" #:before-last " and " #:after-last ">")) ; expect: "<x>"
(t (string-join '("a" "b") 'x)) ; expect: (error "string-join: expected a string as argument 2, got x")
(t (string-split "  foo bar  baz \r\n\t")) ; expect: ("foo" "bar" "baz")
(t (string-split " ")) ; expect: ()
(t (string-split "")) ; expect: ()
(t (string-split "  " " ")) ; expect: ()
(t (string-split "  " " " #:trim? #f)) ; expect: ("" "" "")
(t (string-split "a,b,,c" ",")) ; expect: ("a" "b" "" "c")
(t (string-split ",a,b," ",")) ; expect: ("a" "b")
(t (string-split ",a,b," "," #:trim? #f)) ; expect: ("" "a" "b" "")
(t (string-split "a,,b,,c" "," #:repeat? #t)) ; expect: ("a" "b" "c")
(t (string-split "a--b-c" "--")) ; expect: ("a" "b-c")
(t (string-split "a1b22c" #px"\\d+")) ; expect: ("a" "b" "c")
(t (string-split "a.b" ".")) ; expect: ("a" "b")
(t (string-split "abc" "")) ; expect: ("" "a" "b" "c" "")
(t (string-split "a b" #\space)) ; expect: ("a" "b")
(t (string-split 5)) ; expect: (error "string-split: expected a string as argument 1, got 5")
(t (string-split "a" 5)) ; expect: (error "string-split: expected a string or a regexp as argument 2, got 5")
(t (string-trim "  a b ")) ; expect: "a b"
(t (string-trim "aaaxaayaa" "aa")) ; expect: "axaay"
(t (string-trim "aaaxaayaa" "aa" #:repeat? #t)) ; expect: "axaay"
(t (string-trim "xxaxx" "x" #:repeat? #t)) ; expect: "a"
(t (string-trim "  a " #:left? #f)) ; expect: "  a"
(t (string-trim "--a--" #px"-+")) ; expect: "a"
(t (string-trim "   ")) ; expect: ""
(t (string-trim "aa" "aa")) ; expect: ""
(t (string-replace "foo bar foo" "foo" "x")) ; expect: "x bar x"
(t (string-replace "foo bar foo" "foo" "x" #:all? #f)) ; expect: "x bar foo"
(t (string-replace "a.b" "." "&")) ; expect: "a&b"
(t (string-replace "a1b2" #px"\\d" "\\0")) ; expect: "a\\0b\\0"
(t (string-replace "abc" "" "-")) ; expect: "-a-b-c-"
(t (string-contains? "foobar" "oba")) ; expect: #t
(t (string-contains? "foobar" "")) ; expect: #t
(t (string-contains "foobar" "bar")) ; expect: 3
(t (string-contains "foobar" "baz")) ; expect: #f
(t (string-contains "日本語" "語")) ; expect: 2
(t (string-prefix? "foobar" "foo")) ; expect: #t
(t (string-suffix? "foobar" "bar")) ; expect: #t
(t (string-prefix? "foo" "foobar")) ; expect: #f
(t (non-empty-string? "")) ; expect: #f
(t (non-empty-string? 5)) ; expect: #f
(t (string-pad "325" 5)) ; expect: "  325"
(t (string-pad "71325" 3)) ; expect: "325"
(t (string-pad-left "8" 3 #\0)) ; expect: "008"
(t (string-pad-right "325" 5)) ; expect: "325  "
(t (string-pad-right "71325" 3)) ; expect: "713"
(t (string-take "abc" 5)) ; expect: (error "string-take: expected at most 3, the length of the string, as argument 2, got 5")
(t (string-reverse "aλ😀")) ; expect: "😀λa"
(t (string-search-forward "a" "banana" 2)) ; expect: 3
(t (string-search-backward "a" "banana" 5)) ; expect: 4
(t (string-search-all "aa" "aaaa")) ; expect: (0 1 2)
(t (string-repeat "ab" 2)) ; expect: "abab"
(t (string-repeat "ab" 1000000000000)) ; expect: (error "the text would have more than 67108864 characters")
(t (string-normalize-spaces "  a   b ")) ; expect: "a b"
(t (symbol->string 'abc)) ; expect: "abc"
(t (string->symbol "hello world")) ; expect: |hello world|
(t (symbol-append 'a 'b)) ; expect: ab
(t (eq? (string->symbol "a") 'a)) ; expect: #t
(t (symbol=? 'a 'a 'b)) ; expect: #f
(t (symbol<? 'a 'b 'c)) ; expect: #t
(t (symbol? (gensym))) ; expect: #t
(t (eq? (gensym "x") (gensym "x"))) ; expect: #f
(t (keyword->string '#:abc)) ; expect: "abc"
