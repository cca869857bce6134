; The installer: one file that puts the packaged program where Windows looks for programs.
;
;   makensis -INPUTCHARSET UTF8 -DTREE=dist/cartoteca -DVERSION=1.2.3 -DOUT=dist/setup.exe package/windows/cartoteca.nsi
;
; For one user without an administrator; /ALLUSERS for all. Silent with /S, then also /DESKTOP=0|1, /AUTOSTART=0|1 and,
; as the last one, /D=folder. Exit status: 0 done, 1 cancelled, 3 an administrator is needed, 4 the running program did
; not end, 5 a file cannot be replaced, 6 this Windows is too old. Of 3, 4, 5 and 6 nothing of what is installed has
; been changed, except of 5 where the sentence says that the installer has to be run again.

; NSIS as it is distributed for Windows has no 64-bit stubs; Debian's has, and its are what can be tried by wine alone.
!if /FileExists "${NSISDIR}/Stubs/lzma_solid-amd64-unicode"
  Target amd64-unicode
!else
  Target x86-unicode
!endif
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true
ManifestDPIAwareness "PerMonitorV2"
ManifestSupportedOS Win10

!define PRODUCT "Cartoteca"
!define PUBLISHER "Cartoteca contributors"
!define EXE "cartoteca.exe"
!define APP_ID "Cartoteca.Cartoteca"
!define PROGID "Cartoteca.File"
!define SUFFIX ".cartoteca"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${PRODUCT}"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!ifndef PATIENCE
  !define PATIENCE 25 ; seconds that the running program may take to end; by itself it gives up after 20
!endif
!ifndef VERSION4
  !define VERSION4 "${VERSION}.0"
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include Sections.nsh
!include WinVer.nsh
!include x64.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

Name "${PRODUCT}"
OutFile "${OUT}"
BrandingText "${PRODUCT} ${VERSION}"
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION4}"
VIAddVersionKey ProductName "${PRODUCT}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${PRODUCT} setup"
VIAddVersionKey CompanyName "${PUBLISHER}"
VIAddVersionKey LegalCopyright "${PUBLISHER}, MIT"

Var Everyone ; 1: for all users
Var Settings ; where those of the user stay when the program is removed
Var List ; the file with what is installed, while it is written

!define MUI_ABORTWARNING
!ifdef ART ; a folder with our icon and picture
  !define MUI_ICON "${ART}/cartoteca.ico"
  !define MUI_UNICON "${ART}/cartoteca.ico"
  !define MUI_WELCOMEFINISHPAGE_BITMAP "${ART}/side.bmp"
  !define MUI_UNWELCOMEFINISHPAGE_BITMAP "${ART}/side.bmp"
!endif
Page custom WhoPage WhoPageLeft
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhereInstalled
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE KeepApart
!insertmacro MUI_PAGE_DIRECTORY
!define MUI_COMPONENTSPAGE_SMALLDESC
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(UN_KEPT)"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TEXT "$(UN_KEPT)"
!insertmacro MUI_UNPAGE_FINISH

!include texts.nsh
!include system.nsh
!include tree.nsh

Section "-program"
  Call Stage
  File /r "${TREE}/*"
  Call CloseProgram
  Call Replace
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd

Section "$(DESKTOP)" DESKTOP
SectionEnd

Section /o "$(AUTOSTART)" AUTOSTART
SectionEnd

Section "-system"
  SetOutPath "$INSTDIR" ; the folder that shortcuts start in: never that of a user's file
  CreateDirectory "$SMPROGRAMS"
  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0
  !insertmacro SetAppId "$SMPROGRAMS\${PRODUCT}.lnk"
  ${If} ${SectionIsSelected} ${DESKTOP}
    CreateShortcut "$DESKTOP\${PRODUCT}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0
    !insertmacro SetAppId "$DESKTOP\${PRODUCT}.lnk"
  ${Else}
    Delete "$DESKTOP\${PRODUCT}.lnk"
  ${EndIf}
  SetOutPath "$TEMP"
  ; The same value as the program's own setting writes: of the user who installs, also where it is for all.
  ${If} ${SectionIsSelected} ${AUTOSTART}
    WriteRegStr HKCU "${RUN_KEY}" "${PRODUCT}" '"$INSTDIR\${EXE}" --hidden'
  ${Else}
    DeleteRegValue HKCU "${RUN_KEY}" "${PRODUCT}"
  ${EndIf}
  Call RegisterType
  Call RegisterProgram
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${DESKTOP} "$(DESKTOP_TOLD)"
  !insertmacro MUI_DESCRIPTION_TEXT ${AUTOSTART} "$(AUTOSTART_TOLD)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

!macro ChoosePart word section
  ${GetOptions} $0 "${word}" $1
  ${If} $1 == "1"
    !insertmacro SelectSection ${section}
  ${ElseIf} $1 == "0"
    !insertmacro UnselectSection ${section}
  ${EndIf}
!macroend

; What is chosen beforehand: as it is where it is installed already, else as the words say.
Function ChooseParts
  Call FindInstalled
  ${If} $0 != ""
  ${AndIfNot} ${FileExists} "$DESKTOP\${PRODUCT}.lnk"
    !insertmacro UnselectSection ${DESKTOP}
  ${EndIf}
  ReadRegStr $1 HKCU "${RUN_KEY}" "${PRODUCT}"
  ${If} $1 != ""
    !insertmacro SelectSection ${AUTOSTART}
  ${EndIf}
  ${GetParameters} $0
  !insertmacro ChoosePart "/DESKTOP=" ${DESKTOP}
  !insertmacro ChoosePart "/AUTOSTART=" ${AUTOSTART}
FunctionEnd

Function .onInit
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Fail 6 "$(TOO_OLD)"
  ${EndIf}
  Call ChooseWho
  Call ChooseWhere
  Call ChooseParts
FunctionEnd

Function .onInstFailed
  Call DropStage
FunctionEnd

; By the shell: a program that is started by an administrator's installer must not become an administrator's.
Function StartProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${EXE}"'
FunctionEnd

Section "Uninstall"
  Call un.CloseProgram
  !insertmacro RemoveListed un. "$INSTDIR\uninstall.lst"
  Delete "$INSTDIR\uninstall.lst"
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR" ; stays where anything of the user is in it
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  Delete "$DESKTOP\${PRODUCT}.lnk"
  Call un.ForgetSystem
  !insertmacro Say "$(UN_KEPT)"
SectionEnd

Function un.onInit
  SetRegView 64
  Call un.FindWho
  ${IfNot} ${FileExists} "$INSTDIR\uninstall.lst"
    !insertmacro Fail 5 "$(UN_NOTHING)"
  ${EndIf}
FunctionEnd
