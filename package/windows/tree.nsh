; The files of the program. What was put into its folder stands in a list beside them, and nothing else there is ever
; removed. A new version is unpacked whole beside the old one before anything of that is touched.

!define STAGE "cartoteca-new~" ; nothing else has this name, so the folder may be removed as a whole

; Makes the folder that is unpacked into. That itself is done by the section, which knows by it how much it needs.
Function Stage
  Call DropStage
  ClearErrors
  CreateDirectory "$INSTDIR\${STAGE}"
  SetOutPath "$INSTDIR\${STAGE}"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    !insertmacro Fail 5 "$(NO_FOLDER)"
  ${EndIf}
FunctionEnd

Function DropStage
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\${STAGE}"
  RMDir "$INSTDIR" ; if nothing was in it
FunctionEnd

; -- the running program -----------------------------------------------------------------------------------------------

!macro CLOSING un
; 1 in $0 if the program file can be written, as it cannot while it runs.
Function ${un}IsFree
  StrCpy $0 1
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    ClearErrors
    FileOpen $1 "$INSTDIR\${EXE}" a
    ${If} ${Errors}
      StrCpy $0 0
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
FunctionEnd

; The running program is asked to end, which keeps what is being typed. It is never ended by force.
Function ${un}CloseProgram
  SetOutPath "$TEMP"
  Call ${un}IsFree
  ${If} $0 = 1
    Return
  ${EndIf}
  MessageBox MB_OKCANCEL|MB_ICONINFORMATION "$(RUNNING)" /SD IDOK IDOK ask
  Call ${un}GiveUp
  SetErrorLevel 1
  Abort
ask:
  Exec '"$INSTDIR\${EXE}" --quit'
  IntOp $2 ${PATIENCE} * 4
wait:
  Sleep 250
  Call ${un}IsFree
  ${If} $0 = 1
    Return
  ${EndIf}
  IntOp $2 $2 - 1
  IntCmp $2 0 0 0 wait
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(STILL_RUNNING)" /SD IDCANCEL IDRETRY ask
  Call ${un}GiveUp
  !insertmacro Say "$(STILL_RUNNING)"
  SetErrorLevel 4
  Abort
FunctionEnd
!macroend

Function GiveUp
  Call DropStage
FunctionEnd
Function un.GiveUp
FunctionEnd
!insertmacro CLOSING ""
!insertmacro CLOSING "un."

; -- the list ----------------------------------------------------------------------------------------------------------

!macro REMOVING un
; Removes what the list on the stack names; folders only when they are empty by then.
Function ${un}RemoveListedFiles
  Exch $0
  Push $1
  Push $2
  Push $3
  ClearErrors
  FileOpen $1 "$0" r
  ${IfNot} ${Errors}
    ${Do}
      ClearErrors
      FileReadUTF16LE $1 $2
      ${If} ${Errors}
        ${ExitDo}
      ${EndIf}
      StrCpy $2 $2 -2 ; the end of the line
      StrCpy $3 $2 1 -1
      ${If} $3 == "\"
        RMDir "$INSTDIR\$2"
      ${ElseIf} $2 != ""
        Delete "$INSTDIR\$2"
      ${EndIf}
    ${Loop}
    FileClose $1
  ${EndIf}
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd
!macroend
!insertmacro REMOVING ""
!insertmacro REMOVING "un."

!macro RemoveListed un list
  Push "${list}"
  Call ${un}RemoveListedFiles
!macroend

; Writes what is unpacked below a folder (on the stack, with "\" at its end, or empty), what is in a folder before itself.
Function WriteList
  Exch $0
  Push $1
  Push $2
  FindFirst $1 $2 "$INSTDIR\${STAGE}\$0*"
  ${DoUntil} $2 == ""
    ${If} $2 != "."
    ${AndIf} $2 != ".."
      ${If} ${FileExists} "$INSTDIR\${STAGE}\$0$2\*.*"
        Push "$0$2\"
        Call WriteList
        FileWriteUTF16LE $List "$0$2\$\r$\n"
      ${Else}
        FileWriteUTF16LE $List "$0$2$\r$\n"
      ${EndIf}
    ${EndIf}
    ClearErrors
    FindNext $1 $2
    ${If} ${Errors}
      ${ExitDo}
    ${EndIf}
  ${Loop}
  FindClose $1
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

; -- the new instead of the old ----------------------------------------------------------------------------------------

; Whatever breaks off here, the lists know every file that is there by then, and the next try goes on from them.
Function Replace
  !insertmacro RemoveListed "" "$INSTDIR\uninstall.new" ; of a try that broke off
  FileOpen $List "$INSTDIR\uninstall.new" w
  Push ""
  Call WriteList
  FileClose $List
  !insertmacro RemoveListed "" "$INSTDIR\uninstall.lst"
  Call MoveIn
  Delete "$INSTDIR\uninstall.lst"
  Rename "$INSTDIR\uninstall.new" "$INSTDIR\uninstall.lst"
  RMDir /r "$INSTDIR\${STAGE}"
FunctionEnd

Function MoveIn
  FileOpen $1 "$INSTDIR\uninstall.new" r
  ${Do}
    ClearErrors
    FileReadUTF16LE $1 $2
    ${If} ${Errors}
      ${ExitDo}
    ${EndIf}
    StrCpy $2 $2 -2
    StrCpy $3 $2 1 -1
    ${If} $3 == "\"
      CreateDirectory "$INSTDIR\$2"
    ${Else}
      ${GetParent} "$INSTDIR\$2" $4
      CreateDirectory "$4"
      Call MoveOne
    ${EndIf}
  ${Loop}
  FileClose $1
FunctionEnd

; The file $2 to its place. A scanner may hold the one that is there for a moment.
Function MoveOne
  StrCpy $5 0
again:
  Delete "$INSTDIR\$2"
  ClearErrors
  Rename "$INSTDIR\${STAGE}\$2" "$INSTDIR\$2"
  ${If} ${Errors}
    IntOp $5 $5 + 1
    Sleep 250
    IntCmp $5 20 0 again 0
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(HELD)" /SD IDCANCEL IDRETRY again
    FileClose $1
    !insertmacro Say "$(HELD)"
    SetErrorLevel 5
    Abort
  ${EndIf}
FunctionEnd
