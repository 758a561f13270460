/**
 * What clients sent in connections that we measured between real servers and clients in November 2026: client
 * packets, and client payload in bytes (IP length without 52 bytes of headers a packet), of refusals (`r`: one or
 * more passwords or keys, none accepted), of logins (`l`: one command, a fetch, a copied file) and of probes
 * (`p`: banner grabs, key scans, checks that end before authentication). Points within a packet and 16 bytes of
 * one that is listed are left out. The server's name is there to leave it out when the evidence is evaluated.
 */
const MEASURED = `
AsyncSSH 2.24.1 | Go x/crypto 0.59 | r 16/2576 18/2576 | l 24/2804 25/2752
AsyncSSH 2.24.1 | JSch 2.27.2 | r 20/2649 | l 26/2689
AsyncSSH 2.24.1 | MINA client 2.15 | r 33/3400 | l 27/3208
AsyncSSH 2.24.1 | asyncssh-2.24.1 | r 24/3913 | l 35/4245
AsyncSSH 2.24.1 | bash banner grab | p 5/8
AsyncSSH 2.24.1 | check_ssh 2.3.3 | p 8/-3
AsyncSSH 2.24.1 | curl-7.88.1 sftp | r 20/1640 | l 37/2248
AsyncSSH 2.24.1 | dbclient-2022.83 | p 8/926 12/914
AsyncSSH 2.24.1 | git 2.39 | l 25/2257
AsyncSSH 2.24.1 | hydra-9.4 | r 15/1155 16/1179
AsyncSSH 2.24.1 | hydra-9.4 | r 16/1155 43/2167 45/2243 49/2395
AsyncSSH 2.24.1 | libssh(ssh-python 1.2.0) | r 15/1151 | l 21/1335
AsyncSSH 2.24.1 | libssh2(ssh2-python 1.2.0) | r 16/1856 | l 21/2084
AsyncSSH 2.24.1 | medusa-2.2 | r 20/1604
AsyncSSH 2.24.1 | ncrack-0.7 | r 15/2068
AsyncSSH 2.24.1 | nmap -sV | p 5/8
AsyncSSH 2.24.1 | node ssh2 1.17 | r 16/1374 | l 23/1514
AsyncSSH 2.24.1 | openssh-10.0 | r 19/3121 | l 26/3421
AsyncSSH 2.24.1 | openssh-10.6 | r 19/3257 | l 27/3569
AsyncSSH 2.24.1 | openssh-9.2 1 bad key | r 17/1917
AsyncSSH 2.24.1 | openssh-9.2 3 prompts | r 22/2029
AsyncSSH 2.24.1 | openssh-9.2 4 bad keys | r 23/2689
AsyncSSH 2.24.1 | openssh-9.2 6 prompts | r 27/2281
AsyncSSH 2.24.1 | openssh-9.2 | r 17/1861 | l 25/2161
AsyncSSH 2.24.1 | paramiko-5.1.0 | r 14/2592 | l 22/2832
AsyncSSH 2.24.1 | plink-0.78 | r 23/2316 | l 27/2580
AsyncSSH 2.24.1 | russh 0.65.1 | r 16/2314 | l 19/2462
AsyncSSH 2.24.1 | scp 9.2 | l 42/2625 46/12605
AsyncSSH 2.24.1 | ssh-audit 3.9.0 | p 9/1086 11/1070 11/1214 11/1238
AsyncSSH 2.24.1 | ssh-keyscan 9.2 | p 8/1113 10/1101 11/1069 12/1137
AsyncSSH 2.24.1 | sshj 0.40 | r 13/2881 | p 10/2753
Go x/crypto 0.59 | Go x/crypto 0.59 | r 13/2576 | l 18/2716 18/2764
Go x/crypto 0.59 | JSch 2.27.2 | r 16/2549 | l 20/2605
Go x/crypto 0.59 | MINA client 2.15 | r 15/2976 | l 18/3124
Go x/crypto 0.59 | asyncssh-2.24.1 | r 16/3765 | l 24/4097
Go x/crypto 0.59 | bash banner grab | p 5/8
Go x/crypto 0.59 | check_ssh 2.3.3 | p 7/9
Go x/crypto 0.59 | curl-7.88.1 sftp | r 13/1464 | l 23/2232
Go x/crypto 0.59 | dbclient-2022.83 | r 15/1330 | l 15/1138
Go x/crypto 0.59 | git 2.39 | l 20/2313 22/2337 25/2545
Go x/crypto 0.59 | hydra-9.4 | r 12/1155 14/1155 14/1179
Go x/crypto 0.59 | hydra-9.4 | r 12/1155 16/1559 18/1559 20/1559
Go x/crypto 0.59 | libssh(ssh-python 1.2.0) | r 13/1151 | l 17/1347
Go x/crypto 0.59 | libssh2(ssh2-python 1.2.0) | r 13/1856 | l 18/2084
Go x/crypto 0.59 | medusa-2.2 | r 15/1524 17/1956
Go x/crypto 0.59 | ncrack-0.7 | r 13/2068 16/2164 17/2248 18/2152 18/2500
Go x/crypto 0.59 | nmap -sV | p 5/8
Go x/crypto 0.59 | nmap-7.93 ssh-brute | r 10/1288 11/1368
Go x/crypto 0.59 | node ssh2 1.17 | r 13/1374 | l 18/1514
Go x/crypto 0.59 | openssh-10.0 | r 15/3053 | l 21/3353
Go x/crypto 0.59 | openssh-10.6 | r 14/3189 | l 21/3489
Go x/crypto 0.59 | openssh-9.2 1 bad key | r 15/1917
Go x/crypto 0.59 | openssh-9.2 3 prompts | r 16/2029
Go x/crypto 0.59 | openssh-9.2 4 bad keys | r 18/2689
Go x/crypto 0.59 | openssh-9.2 6 prompts | r 19/2281
Go x/crypto 0.59 | openssh-9.2 | r 14/1861 | l 20/2173 22/2161
Go x/crypto 0.59 | paramiko-5.1.0 | r 13/2592 16/2592 | l 17/2832 20/2832
Go x/crypto 0.59 | patator-0.9 | r 13/1437
Go x/crypto 0.59 | plink-0.78 | r 15/2044 | l 19/2444
Go x/crypto 0.59 | russh 0.65.1 | r 14/2314 | l 20/2418
Go x/crypto 0.59 | ssh-audit 3.9.0 | p 8/1086 10/622
Go x/crypto 0.59 | ssh-keyscan 9.2 | p 7/1113 7/1137 11/1137
Go x/crypto 0.59 | sshj 0.40 | r 14/3113 | l 21/3241
MINA 2.15.0 | Go x/crypto 0.59 | r 13/2576 | l 17/2752 19/2752
MINA 2.15.0 | JSch 2.27.2 | r 18/2649 | l 24/2689
MINA 2.15.0 | MINA client 2.15 | r 21/3356 | l 25/3152
MINA 2.15.0 | asyncssh-2.24.1 | r 21/3913 21/3957 | l 28/4245 30/4245
MINA 2.15.0 | bash banner grab | p 5/8
MINA 2.15.0 | check_ssh 2.3.3 | p 7/9
MINA 2.15.0 | curl-7.88.1 sftp | r 14/1640 | l 23/2236
MINA 2.15.0 | dbclient-2022.83 | r 50/3406 | l 19/1226
MINA 2.15.0 | git 2.39 | l 22/3417
MINA 2.15.0 | hydra-9.4 | r 10/1155 26/2167 27/2243 28/2319
MINA 2.15.0 | hydra-9.4 | r 13/1155 13/1179 16/1155
MINA 2.15.0 | libssh(ssh-python 1.2.0) | r 10/1151 | l 17/1335
MINA 2.15.0 | libssh2(ssh2-python 1.2.0) | r 12/1856 | l 17/2084
MINA 2.15.0 | medusa-2.2 | r 14/1524
MINA 2.15.0 | ncrack-0.7 | r 12/2068
MINA 2.15.0 | nmap -sV | p 5/8
MINA 2.15.0 | node ssh2 1.17 | r 12/1374 | l 17/1514
MINA 2.15.0 | openssh-10.0 | r 14/3121 | l 23/3421
MINA 2.15.0 | openssh-10.6 | r 15/3257 | l 24/3557
MINA 2.15.0 | openssh-9.2 1 bad key | r 17/3077
MINA 2.15.0 | openssh-9.2 3 prompts | r 19/3189
MINA 2.15.0 | openssh-9.2 4 bad keys | r 19/3849
MINA 2.15.0 | openssh-9.2 6 prompts | r 21/3441
MINA 2.15.0 | openssh-9.2 | r 16/3021 | l 24/3321 26/3321
MINA 2.15.0 | paramiko-5.1.0 | r 13/2592 15/2592 | l 16/2832 19/2832
MINA 2.15.0 | plink-0.78 | r 20/3428 | l 24/3716
MINA 2.15.0 | russh 0.65.1 | r 16/2314 | l 20/2462
MINA 2.15.0 | ssh-audit 3.9.0 | p 7/694 8/1062 9/694 11/678 12/942
MINA 2.15.0 | ssh-keyscan 9.2 | p 8/1089 9/1065 11/2321
MINA 2.15.0 | sshj 0.40 | r 18/3169 | l 22/3241
OpenSSH 10.6 | Go x/crypto 0.59 | r 14/2576 | l 20/2752
OpenSSH 10.6 | JSch 2.27.2 | r 17/2633 | l 22/2689
OpenSSH 10.6 | MINA client 2.15 | r 15/2944 | l 25/3104
OpenSSH 10.6 | ProxyJump inner | l 37/7817
OpenSSH 10.6 | asyncssh-2.24.1 | r 18/3825 | l 27/4157
OpenSSH 10.6 | bash banner grab | p 5/8
OpenSSH 10.6 | check_ssh 2.3.3 | p 7/9
OpenSSH 10.6 | curl-7.88.1 sftp | r 13/1464 | l 22/2008
OpenSSH 10.6 | dbclient-2022.83 | r 15/1330 | l 16/1186
OpenSSH 10.6 | git 2.39 | l 26/3849 37/4057
OpenSSH 10.6 | hydra-9.4 | r 13/1155 13/1179
OpenSSH 10.6 | hydra-9.4 | r 13/1155 17/1559
OpenSSH 10.6 | libssh(ssh-python 1.2.0) | r 12/1151 | l 18/1347
OpenSSH 10.6 | libssh2(ssh2-python 1.2.0) | r 12/1856 | l 18/2084
OpenSSH 10.6 | medusa-2.2 | r 14/1524 17/1956
OpenSSH 10.6 | ncrack-0.7 | r 12/2068 16/2488 18/2236 19/2320
OpenSSH 10.6 | nmap -sV | p 5/8
OpenSSH 10.6 | node ssh2 1.17 | r 14/1374 | l 19/2158
OpenSSH 10.6 | openssh-10.0 | r 15/3121 | l 21/3481
OpenSSH 10.6 | openssh-10.6 | r 14/3257 | l 22/3617
OpenSSH 10.6 | openssh-9.2 1 bad key | r 15/3077
OpenSSH 10.6 | openssh-9.2 2 bad + good key | l 23/3681
OpenSSH 10.6 | openssh-9.2 3 prompts | r 19/3189
OpenSSH 10.6 | openssh-9.2 4 bad keys | r 18/3849
OpenSSH 10.6 | openssh-9.2 6 prompts | r 20/3441
OpenSSH 10.6 | openssh-9.2 mux | l 68/5217
OpenSSH 10.6 | openssh-9.2 | r 15/3021 | l 22/3681 24/3381
OpenSSH 10.6 | paramiko-5.1.0 | r 14/2592 | l 19/2832
OpenSSH 10.6 | plink-0.78 | r 15/3204 | l 21/3604
OpenSSH 10.6 | rsync | l 29/4117
OpenSSH 10.6 | russh 0.65.1 | r 14/2314 | l 22/2462
OpenSSH 10.6 | scp 9.2 | l 31/4145 35/14101
OpenSSH 10.6 | ssh-audit 3.9.0 | p 8/1086 9/862
OpenSSH 10.6 | ssh-keyscan 9.2 | p 8/1105 10/2297 10/2345 11/2321
OpenSSH 10.6 | sshj 0.40 | r 17/3101 | l 18/3241
OpenSSH 9.2 Banner | Go x/crypto 0.59 | r 14/1392 | l 21/1568
OpenSSH 9.2 Banner | asyncssh-2.24.1 | r 17/2581 | l 27/2913
OpenSSH 9.2 Banner | bash banner grab | p 5/8
OpenSSH 9.2 Banner | check_ssh 2.3.3 | p 7/9
OpenSSH 9.2 Banner | curl-7.88.1 sftp | r 13/1464 | l 26/2248
OpenSSH 9.2 Banner | dbclient-2022.83 | r 12/1126 | l 17/1174
OpenSSH 9.2 Banner | hydra-9.4 | r 13/1155 13/1179
OpenSSH 9.2 Banner | hydra-9.4 | r 13/1155 14/1331
OpenSSH 9.2 Banner | libssh(ssh-python 1.2.0) | r 12/1151 | l 19/1335
OpenSSH 9.2 Banner | libssh2(ssh2-python 1.2.0) | r 13/1856 | l 18/2084
OpenSSH 9.2 Banner | medusa-2.2 | r 14/1524
OpenSSH 9.2 Banner | ncrack-0.7 | r 13/2068
OpenSSH 9.2 Banner | nmap -sV | p 5/8
OpenSSH 9.2 Banner | node ssh2 1.17 | r 13/1374 | l 19/2158
OpenSSH 9.2 Banner | openssh-10.0 | r 17/3029 | l 25/3389
OpenSSH 9.2 Banner | openssh-10.6 | r 16/3165 | l 24/3525
OpenSSH 9.2 Banner | openssh-9.2 1 bad key | r 18/3077
OpenSSH 9.2 Banner | openssh-9.2 3 prompts | r 20/3189
OpenSSH 9.2 Banner | openssh-9.2 4 bad keys | r 20/3357
OpenSSH 9.2 Banner | openssh-9.2 6 prompts | r 20/3189
OpenSSH 9.2 Banner | openssh-9.2 | r 18/3021 | l 26/3381
OpenSSH 9.2 Banner | paramiko-5.1.0 | r 12/1408 | l 19/1648
OpenSSH 9.2 Banner | plink-0.78 | r 16/3204 | l 23/3604
OpenSSH 9.2 Banner | russh 0.65.1 | r 14/1086 | l 19/1278
OpenSSH 9.2 Banner | ssh-audit 3.9.0 | p 7/1086 8/862 8/886 8/1006 10/886
OpenSSH 9.2 Banner | ssh-keyscan 9.2 | p 8/1105 10/2297 10/2345 11/2321
OpenSSH 9.2 | Go x/crypto 0.59 | r 12/1392 | l 19/1568
OpenSSH 9.2 | JSch 2.27.2 | r 14/1365 | l 20/1421
OpenSSH 9.2 | MINA client 2.15 | r 15/2944 | l 26/3092
OpenSSH 9.2 | ProxyJump inner | l 42/7769
OpenSSH 9.2 | asyncssh-2.24.1 | r 15/2581 | l 25/2913
OpenSSH 9.2 | bash banner grab | p 5/8
OpenSSH 9.2 | check_ssh 2.3.3 | p 7/9
OpenSSH 9.2 | curl-7.88.1 sftp | r 12/1464 | l 25/2248
OpenSSH 9.2 | dbclient-2022.83 | r 16/1330 | l 18/1174
OpenSSH 9.2 | git 2.39 | l 27/3857 62/4037
OpenSSH 9.2 | hydra-9.4 | r 12/1179 13/1155
OpenSSH 9.2 | hydra-9.4 | r 13/1155 17/1559
OpenSSH 9.2 | libssh(ssh-python 1.2.0) | r 11/1151 | l 18/1335
OpenSSH 9.2 | libssh2(ssh2-python 1.2.0) | r 13/1856 | l 19/2084
OpenSSH 9.2 | medusa-2.2 | r 13/1524 16/1956
OpenSSH 9.2 | ncrack-0.7 | r 12/2068 16/2068 16/2488 18/2236 20/2320
OpenSSH 9.2 | nmap -sV | p 5/8
OpenSSH 9.2 | nmap-7.93 ssh-brute | r 9/1288 10/1384 12/1384
OpenSSH 9.2 | node ssh2 1.17 | r 14/1374 | l 18/2158
OpenSSH 9.2 | openssh-10.0 | r 16/3029 | l 24/3389
OpenSSH 9.2 | openssh-10.6 | r 16/3165 | l 23/3525
OpenSSH 9.2 | openssh-9.2 1 bad key | r 17/3077
OpenSSH 9.2 | openssh-9.2 2 bad + good key | l 26/3681
OpenSSH 9.2 | openssh-9.2 3 prompts | r 19/3189
OpenSSH 9.2 | openssh-9.2 4 bad keys | r 20/3849
OpenSSH 9.2 | openssh-9.2 6 prompts | r 21/3441
OpenSSH 9.2 | openssh-9.2 mux | l 71/5205
OpenSSH 9.2 | openssh-9.2 | r 15/3021 | l 25/3381 25/3681
OpenSSH 9.2 | paramiko-5.1.0 | r 15/1408 | l 17/1600
OpenSSH 9.2 | patator-0.9 | r 11/1425
OpenSSH 9.2 | plink-0.78 | r 15/3204 | l 23/3604
OpenSSH 9.2 | rsync | l 33/4189
OpenSSH 9.2 | russh 0.65.1 | r 13/1130 | l 19/1278
OpenSSH 9.2 | scp 9.2 | l 35/4145 38/14101
OpenSSH 9.2 | ssh-audit 3.9.0 | p 7/902 7/1086 8/862 10/862
OpenSSH 9.2 | ssh-keyscan 9.2 | p 8/1105 10/2297 10/2345 11/2321
OpenSSH 9.2 | sshj 0.40 | r 15/3101 | l 18/3241
dropbear 2022.83 | Go x/crypto 0.59 | r 12/1368 | l 17/1552 18/1596
dropbear 2022.83 | ProxyJump inner | l 37/6469
dropbear 2022.83 | asyncssh-2.24.1 | r 15/2581 | l 23/2913
dropbear 2022.83 | bash banner grab | p 5/8
dropbear 2022.83 | check_ssh 2.3.3 | p 6/21
dropbear 2022.83 | curl-7.88.1 sftp | r 12/1464 | l 25/2312
dropbear 2022.83 | dbclient-2022.83 | r 18/1554 | l 14/1126
dropbear 2022.83 | git 2.39 | l 22/2557 56/2737
dropbear 2022.83 | hydra-9.4 | r 12/1155 12/1179
dropbear 2022.83 | hydra-9.4 | r 12/1155 17/1559 19/1559 20/1863
dropbear 2022.83 | libssh(ssh-python 1.2.0) | r 11/1151 | l 15/1335
dropbear 2022.83 | libssh2(ssh2-python 1.2.0) | r 12/1856 | l 18/2084
dropbear 2022.83 | medusa-2.2 | r 13/1524 28/2932 29/3124
dropbear 2022.83 | ncrack-0.7 | r 6/16 6/1876 8/1876
dropbear 2022.83 | nmap -sV | p 5/8
dropbear 2022.83 | nmap-7.93 ssh-brute | r 3/32 8/1288 9/1384
dropbear 2022.83 | node ssh2 1.17 | r 13/1422 | l 16/1614
dropbear 2022.83 | openssh-10.0 | r 13/1869 | l 20/2169
dropbear 2022.83 | openssh-10.6 | r 13/2005 | l 19/2305
dropbear 2022.83 | openssh-9.2 1 bad key | r 13/1917
dropbear 2022.83 | openssh-9.2 2 bad + good key | l 21/2381
dropbear 2022.83 | openssh-9.2 3 prompts | r 15/2029
dropbear 2022.83 | openssh-9.2 4 bad keys | r 16/2689
dropbear 2022.83 | openssh-9.2 6 prompts | r 18/2281
dropbear 2022.83 | openssh-9.2 mux | l 68/3965
dropbear 2022.83 | openssh-9.2 | r 13/1861 | l 19/2161 20/2381
dropbear 2022.83 | paramiko-5.1.0 | r 11/1408 | l 16/1648
dropbear 2022.83 | patator-0.9 | r 11/1425
dropbear 2022.83 | plink-0.78 | r 12/2044 | l 17/2444
dropbear 2022.83 | rsync | l 27/2853
dropbear 2022.83 | russh 0.65.1 | r 14/1130 | l 18/1278
dropbear 2022.83 | scp 9.2 | l 27/2461 31/12521
dropbear 2022.83 | ssh-audit 3.9.0 | p 7/1086 8/366
dropbear 2022.83 | ssh-keyscan 9.2 | p 6/1105 7/1185 8/1137 8/1161
libssh 0.10.6 | Go x/crypto 0.59 | r 12/1392 14/1392 | l 17/1568
libssh 0.10.6 | asyncssh-2.24.1 | r 17/2581 | l 26/2913
libssh 0.10.6 | bash banner grab | p 5/8
libssh 0.10.6 | check_ssh 2.3.3 | p 7/9
libssh 0.10.6 | curl-7.88.1 sftp | r 12/1464 | l 16/1720
libssh 0.10.6 | dbclient-2022.83 | r 19/1690 | l 16/1126 18/1126
libssh 0.10.6 | hydra-9.4 | r 14/1155 14/1179
libssh 0.10.6 | hydra-9.4 | r 14/1155 16/1331 18/1483 19/1559 23/2015
libssh 0.10.6 | libssh(ssh-python 1.2.0) | r 13/1151 | l 18/1371
libssh 0.10.6 | libssh2(ssh2-python 1.2.0) | r 14/1856 | l 19/2164
libssh 0.10.6 | medusa-2.2 | r 13/1524
libssh 0.10.6 | ncrack-0.7 | r 12/2068
libssh 0.10.6 | nmap -sV | p 5/8
libssh 0.10.6 | node ssh2 1.17 | r 14/1374 | l 19/1566
libssh 0.10.6 | openssh-10.0 | r 15/1869 | l 22/2169
libssh 0.10.6 | openssh-10.6 | r 15/2005 | l 22/2305
libssh 0.10.6 | openssh-9.2 1 bad key | r 15/1917
libssh 0.10.6 | openssh-9.2 3 prompts | r 17/2029
libssh 0.10.6 | openssh-9.2 4 bad keys | r 18/2689
libssh 0.10.6 | openssh-9.2 6 prompts | r 20/2281
libssh 0.10.6 | openssh-9.2 | r 15/1861 | l 22/2161
libssh 0.10.6 | paramiko-5.1.0 | r 14/1408 | l 17/1600 18/1648
libssh 0.10.6 | plink-0.78 | r 15/2044 | l 21/2444
libssh 0.10.6 | russh 0.65.1 | r 14/1130 | l 18/1322
libssh 0.10.6 | ssh-keyscan 9.2 | p 8/1105 8/1137 11/1113 11/1137
node ssh2 1.17.0 | Go x/crypto 0.59 | r 14/1392 | l 18/1568 21/1568
node ssh2 1.17.0 | asyncssh-2.24.1 | r 17/2581 | l 26/2913
node ssh2 1.17.0 | bash banner grab | p 5/8
node ssh2 1.17.0 | check_ssh 2.3.3 | p 7/9
node ssh2 1.17.0 | curl-7.88.1 sftp | r 12/1464 | l 60/3365
node ssh2 1.17.0 | dbclient-2022.83 | l 18/1174 23/2161
node ssh2 1.17.0 | git 2.39 | l 18/1768 60/3309
node ssh2 1.17.0 | hydra-9.4 | r 14/1155 16/1179 17/1155
node ssh2 1.17.0 | hydra-9.4 | r 14/1155 27/2091 29/2243 30/2319
node ssh2 1.17.0 | libssh(ssh-python 1.2.0) | r 14/1151 | l 18/1335
node ssh2 1.17.0 | libssh2(ssh2-python 1.2.0) | r 15/1856 | l 20/2084
node ssh2 1.17.0 | medusa-2.2 | r 14/1524
node ssh2 1.17.0 | ncrack-0.7 | r 12/2068
node ssh2 1.17.0 | nmap -sV | p 5/8
node ssh2 1.17.0 | node ssh2 1.17 | r 14/1374 | l 19/1514
node ssh2 1.17.0 | openssh-10.0 | r 15/1869 | l 23/2169
node ssh2 1.17.0 | openssh-10.6 | r 16/2005 | l 23/2305
node ssh2 1.17.0 | openssh-9.2 1 bad key | r 15/1917
node ssh2 1.17.0 | openssh-9.2 3 prompts | r 17/2029
node ssh2 1.17.0 | openssh-9.2 4 bad keys | r 18/2689
node ssh2 1.17.0 | openssh-9.2 6 prompts | r 20/2281
node ssh2 1.17.0 | openssh-9.2 | r 15/1861 | l 18/1174 22/2161
node ssh2 1.17.0 | paramiko-5.1.0 | r 14/1408 17/1408 | l 19/1648
node ssh2 1.17.0 | plink-0.78 | r 15/2044 62/3393 | l 21/2444
node ssh2 1.17.0 | russh 0.65.1 | r 15/1130 | l 19/1278
node ssh2 1.17.0 | ssh-keyscan 9.2 | p 8/1089 8/1113 10/1069 11/1113
`;

export type Outcome = 'refusal' | 'login' | 'probe';

/** One measured connection, as its client sent it. */
export interface KnownSize {
  readonly server: string;
  readonly client: string;
  readonly outcome: Outcome;
  readonly packets: number;
  readonly payload: number;
}

const OUTCOMES: Readonly<Record<string, Outcome>> = { r: 'refusal', l: 'login', p: 'probe' };

function sizesIn(line: string): KnownSize[] {
  const [server = '', client = '', ...lists] = line.split(' | ');
  return lists.flatMap((list) => {
    const [letter = '', ...points] = list.split(' ');
    const outcome = OUTCOMES[letter] as Outcome;
    return points.map((point) => {
      const [packets, payload] = point.split('/').map(Number) as [number, number];
      return { server, client, outcome, packets, payload };
    });
  });
}

/** All measured sizes, in order of server and client. */
export const KNOWN_SIZES: readonly KnownSize[] = MEASURED.trim().split('\n').flatMap(sizesIn);
