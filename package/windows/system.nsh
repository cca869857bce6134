; What Windows is told: for whom the program is, where it lies, what opens its files, how it is removed.

; A sentence for who runs it silently: written to where its output goes, if it goes anywhere.
!macro Say text
  ${If} ${Silent}
    System::Call 'kernel32::AttachConsole(i -1)'
    System::Call 'kernel32::GetStdHandle(i -11)p.s'
    Exch $0
    FileWrite $0 "${text}$\r$\n"
    Pop $0
  ${EndIf}
!macroend

!macro Fail code text
  !insertmacro Say "${text}"
  SetErrorLevel ${code}
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  Abort
!macroend

; The name by which Windows knows that a window and a shortcut are of one program.
!macro SetAppId path
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
    ${If} $1 P<> 0
    ${AndIf} $2 P<> 0
      ${IPersistFile::Load} $1 '("${path}",${STGM_READWRITE}).r6'
      System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
      System::Call '*(&w64 "${APP_ID}")p.r5'
      System::Call '*(&i2 ${VT_LPWSTR},&i2 0,&i2 0,&i2 0,p r5,p 0)p.r4'
      ${If} $6 = 0
        ${IPropertyStore::SetValue} $2 '($3,$4).r6'
        ${If} $6 = 0
          ${IPropertyStore::Commit} $2 ""
          ${IPersistFile::Save} $1 '("${path}",1)'
        ${EndIf}
      ${EndIf}
      System::Free $3
      System::Free $4
      System::Free $5
    ${EndIf}
    ${If} $1 P<> 0
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${If} $2 P<> 0
      ${IUnknown::Release} $2 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

; -- for whom ----------------------------------------------------------------------------------------------------------

Function ChooseWho
  StrCpy $Everyone 0
  ReadRegStr $1 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ReadRegStr $2 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $1 == ""
  ${AndIf} $2 != ""
    StrCpy $Everyone 1 ; an upgrade stays what was installed
  ${EndIf}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${IfNot} ${Errors}
    StrCpy $Everyone 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/CURRENTUSER" $1
  ${IfNot} ${Errors}
    StrCpy $Everyone 0
  ${EndIf}
  Call MindWho
FunctionEnd

; An administrator is asked for where it is for all users.
Function MindWho
  ${If} $Everyone = 0
    SetShellVarContext current
    Return
  ${EndIf}
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
    ${If} ${Silent}
      !insertmacro Fail 3 "$(NEEDS_ADMIN)"
    ${EndIf}
    ExecShell "runas" "$EXEPATH" "/ALLUSERS"
    Quit
  ${EndIf}
  SetShellVarContext all
FunctionEnd

Var Radio

Function WhoPage
  Call FindInstalled
  ${If} $0 != ""
    Abort ; an upgrade, or for all users as it was asked for
  ${EndIf}
  ${If} $Everyone = 1
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(WHO)" ""
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 10u 100% 14u "$(WHO_ME)"
  Pop $0
  ${NSD_Check} $0
  ${NSD_SetFocus} $0
  ${NSD_CreateRadioButton} 0 28u 100% 14u "$(WHO_ALL)"
  Pop $Radio
  nsDialogs::Show
FunctionEnd

Function WhoPageLeft
  ${NSD_GetState} $Radio $0
  ${If} $0 = ${BST_CHECKED}
    StrCpy $Everyone 1
    StrCpy $INSTDIR ""
    Call MindWho
    Call ChooseWhere
  ${EndIf}
FunctionEnd

Function un.FindWho
  StrCpy $Everyone 0
  SetShellVarContext current
  StrCpy $Settings "$LOCALAPPDATA\${PRODUCT}"
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 != $INSTDIR
    Return
  ${EndIf}
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
    ${If} ${Silent}
      !insertmacro Fail 3 "$(NEEDS_ADMIN)"
    ${EndIf}
    ExecShell "runas" "$INSTDIR\uninstall.exe"
    Quit
  ${EndIf}
  StrCpy $Everyone 1
  SetShellVarContext all
FunctionEnd

; -- where -------------------------------------------------------------------------------------------------------------

; The folder in $0 where it is installed for this user, or for all; empty for none.
Function FindInstalled
  ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${IfNot} ${FileExists} "$0\uninstall.exe"
    StrCpy $0 ""
  ${EndIf}
FunctionEnd

; An upgrade stays where the program is, whatever folder is named.
Function ChooseWhere
  Call FindInstalled
  ${If} $0 != ""
    StrCpy $INSTDIR $0
  ${ElseIf} $INSTDIR != ""
    Call KeepApart
  ${ElseIf} $Everyone = 1
    StrCpy $INSTDIR "$PROGRAMFILES64\${PRODUCT}"
  ${Else}
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${PRODUCT}"
  ${EndIf}
FunctionEnd

Function SkipWhereInstalled
  Call FindInstalled
  ${If} $0 != ""
    Abort
  ${EndIf}
FunctionEnd

; Into a folder with files of the user goes a folder of ours.
Function KeepApart
  ${If} ${FileExists} "$INSTDIR\uninstall.lst"
  ${OrIf} ${FileExists} "$INSTDIR\uninstall.new"
    Return
  ${EndIf}
  ${DirState} "$INSTDIR" $0
  ${If} $0 = 1
    StrCpy $INSTDIR "$INSTDIR\${PRODUCT}"
  ${EndIf}
FunctionEnd

; -- what is written down ----------------------------------------------------------------------------------------------

!macro TellShell
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Function RegisterType
  WriteRegStr SHCTX "Software\Classes\${PROGID}" "" "$(TYPE)"
  WriteRegStr SHCTX "Software\Classes\${PROGID}\DefaultIcon" "" "$INSTDIR\icons\document.ico"
  WriteRegStr SHCTX "Software\Classes\${PROGID}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "Software\Classes\${SUFFIX}" "" "${PROGID}"
  WriteRegNone SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids" "${PROGID}"
  !insertmacro TellShell
FunctionEnd

Function RegisterProgram
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${PRODUCT}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" "$0"
FunctionEnd

Function un.ForgetSystem
  ReadRegStr $0 HKCU "${RUN_KEY}" "${PRODUCT}"
  StrLen $1 '"$INSTDIR\${EXE}"'
  StrCpy $2 $0 $1
  ${If} $2 == '"$INSTDIR\${EXE}"'
    DeleteRegValue HKCU "${RUN_KEY}" "${PRODUCT}"
  ${EndIf}
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  ReadRegStr $0 SHCTX "Software\Classes\${PROGID}\shell\open\command" ""
  ${If} $0 == '"$INSTDIR\${EXE}" "%1"'
    DeleteRegKey SHCTX "Software\Classes\${PROGID}"
    ReadRegStr $0 SHCTX "Software\Classes\${SUFFIX}" ""
    ${If} $0 == "${PROGID}"
      DeleteRegValue SHCTX "Software\Classes\${SUFFIX}" ""
    ${EndIf}
    DeleteRegValue SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids" "${PROGID}"
    DeleteRegKey /ifempty SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids"
    DeleteRegKey /ifempty SHCTX "Software\Classes\${SUFFIX}"
  ${EndIf}
  !insertmacro TellShell
FunctionEnd
