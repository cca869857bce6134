; What the installer says, in the languages of the program. The one of the system is taken.

!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Romanian"
!insertmacro MUI_LANGUAGE "Russian"

!macro Text name english romanian russian
  LangString ${name} ${LANG_ENGLISH} "${english}"
  LangString ${name} ${LANG_ROMANIAN} "${romanian}"
  LangString ${name} ${LANG_RUSSIAN} "${russian}"
!macroend

!insertmacro Text TYPE "Cartoteca file" "Fișier Cartoteca" "Файл Cartoteca"
!insertmacro Text WHO "Who will use Cartoteca on this computer?" \
  "Cine va folosi Cartoteca pe acest calculator?" \
  "Кто будет пользоваться Cartoteca на этом компьютере?"
!insertmacro Text WHO_ME "Only me" "Numai eu" "Только я"
!insertmacro Text WHO_ALL "Everyone (an administrator is asked)" \
  "Toți (se cere acordul unui administrator)" \
  "Все (понадобится администратор)"
!insertmacro Text DESKTOP "Shortcut on the desktop" "Comandă rapidă pe desktop" "Ярлык на рабочем столе"
!insertmacro Text DESKTOP_TOLD "The Start menu has Cartoteca in any case." \
  "În meniul Start, Cartoteca apare oricum." \
  "В меню «Пуск» Cartoteca будет в любом случае."
!insertmacro Text AUTOSTART "Start with Windows" "Pornește odată cu Windows" "Запускать вместе с Windows"
!insertmacro Text AUTOSTART_TOLD "It starts into the tray and reminds you. Can be changed in the settings." \
  "Pornește în zona de notificare și vă amintește. Se schimbă în setări." \
  "Запускается в область уведомлений и напоминает. Меняется в настройках."
!insertmacro Text RUNNING "Cartoteca is running. It will be closed now; what you are typing is kept." \
  "Cartoteca rulează. Acum va fi închisă; ceea ce scrieți se păstrează." \
  "Cartoteca запущена. Сейчас она будет закрыта; то, что вы вводите, сохранится."
!insertmacro Text STILL_RUNNING "Cartoteca is still running, perhaps for another user. Close it and try again. Nothing was changed." \
  "Cartoteca rulează încă, poate la alt utilizator. Închideți-o și încercați din nou. Nu s-a schimbat nimic." \
  "Cartoteca всё ещё работает, возможно, у другого пользователя. Закройте её и повторите. Ничего не изменено."
!insertmacro Text HELD "A program file cannot be replaced: $INSTDIR\$2. Close what uses it and run the installer again." \
  "Un fișier al programului nu poate fi înlocuit: $INSTDIR\$2. Închideți ce îl folosește și porniți din nou instalarea." \
  "Файл программы не удаётся заменить: $INSTDIR\$2. Закройте то, что его использует, и запустите установку снова."
!insertmacro Text NO_FOLDER "Nothing can be written to the folder $INSTDIR. Choose another one." \
  "În dosarul $INSTDIR nu se poate scrie. Alegeți altul." \
  "В папку $INSTDIR нельзя ничего записать. Выберите другую."
!insertmacro Text NEEDS_ADMIN "To install or remove Cartoteca for all users, run this as an administrator." \
  "Pentru a instala sau elimina Cartoteca pentru toți utilizatorii, rulați ca administrator." \
  "Чтобы установить или удалить Cartoteca для всех пользователей, запустите это от имени администратора."
!insertmacro Text TOO_OLD "Cartoteca needs Windows 10 or newer, 64-bit." \
  "Cartoteca are nevoie de Windows 10 sau mai nou, pe 64 de biți." \
  "Для Cartoteca нужна 64-разрядная Windows 10 или новее."
!insertmacro Text UN_KEPT "Your files stay where you saved them. Settings stay in $Settings; delete that folder if you no longer need them." \
  "Fișierele dumneavoastră rămân unde le-ați salvat. Setările rămân în $Settings; ștergeți acest dosar dacă nu mai aveți nevoie de ele." \
  "Ваши файлы остаются там, где вы их сохранили. Настройки остаются в $Settings; удалите эту папку, если они больше не нужны."
!insertmacro Text UN_NOTHING "The list of what was installed is missing in $INSTDIR. Run the installer once more, then uninstall." \
  "În $INSTDIR lipsește lista celor instalate. Porniți încă o dată instalarea, apoi dezinstalați." \
  "В $INSTDIR нет списка установленного. Запустите установку ещё раз, затем удалите."
