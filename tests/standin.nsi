; Stands in for the program where an installer is tried: a small 64-bit Windows program that writes down how it was
; started. With --stay it runs until --quit asks it to end, which it does unless a file "deaf" is there.
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
OutFile "${OUT}"
!include FileFunc.nsh
!include LogicLib.nsh

Section
  ${GetParameters} $0
  System::Call 'kernel32::GetCurrentDirectory(i 1024, t.r4)'
  FileOpen $1 "$TEMP\started.txt" a
  FileSeek $1 0 END
  FileWriteUTF16LE $1 "${VERSION}|$4|$0$\n"
  FileClose $1
  ${If} $0 == "--quit"
  ${AndIf} ${FileExists} "$TEMP\running"
    FileOpen $1 "$TEMP\asked" w
    FileClose $1
  ${ElseIf} $0 == "--stay"
    FileOpen $1 "$TEMP\running" w
    FileClose $1
    ${Do}
      Sleep 50
      ${If} ${FileExists} "$TEMP\end"
        ${ExitDo}
      ${EndIf}
      ${If} ${FileExists} "$TEMP\asked"
      ${AndIfNot} ${FileExists} "$TEMP\deaf"
        FileOpen $1 "$TEMP\saved" w
        FileClose $1
        ${ExitDo}
      ${EndIf}
    ${Loop}
    Delete "$TEMP\running"
    Delete "$TEMP\asked"
  ${EndIf}
SectionEnd
