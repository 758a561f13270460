#!/usr/bin/perl
# serve.pl RUN_DIR nginx|sshd|shell...: runs the daemons, writes what they say as JSON lines on stdout, stops them on
# SIGTERM. Ends with 0 when it was told to stop, with 1 when a daemon ended by itself.
#
# Perl, because Debian's smallest image has it (perl-base). Lines of text are dated to the second: perl-base has no
# finer clock.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use POSIX qw(dup2 strftime WNOHANG);

# nginx finishes its requests on QUIT; who needs longer is ended.
use constant { GRACE_SECONDS => 5, LAST_SECONDS => 8, LONGEST_LINE => 65_536 };

my $stopping_since;
$SIG{$_} = sub { $stopping_since //= time } for qw(TERM INT);

my ($run, @names) = @ARGV;
my %commands = (
    nginx => ['/usr/sbin/nginx', '-e', 'stderr', '-c', "$run/nginx.conf"],
    sshd  => ['/usr/sbin/sshd', '-D', '-e', '-f', "$run/sshd_config"],
    # For nginx alone, as the user who runs this; the last part is user, group, folder and program of the shell.
    shell => ['/usr/bin/shellinaboxd', '--disable-ssl', '--disable-ssl-menu', '--localhost-only', '--no-beep',
        '--port=4200', "--service=/shell/:$<:${\($( + 0)}:/:/bin/bash"],
);
my $task = task_columns($ENV{ECS_CONTAINER_METADATA_URI_V4});
# The daemons need none of the task's environment.
%ENV = (PATH => '/usr/sbin:/usr/bin:/sbin:/bin', TZ => 'UTC');

my $status = 0;
$SIG{CHLD} = sub { };    # ends the wait for lines
my $streams = IO::Select->new;
my (%sources, %daemons);
start($_) for @names;

my $signal = '';
while (%daemons) {
    read_lines($_) for $streams->can_read(1);
    reap();
    my $wanted = wanted_signal();
    if ($wanted ne $signal) {
        $signal = $wanted;
        kill $daemons{$_} eq 'nginx' && $signal eq 'TERM' ? 'QUIT' : $signal, $_ for keys %daemons;
    }
}
# A session of sshd may outlive the daemon and hold its stream open: what is there is read, and no more waited for.
while (my @ready = $streams->can_read(0)) { read_lines($_) for @ready }
exit $status;

sub wanted_signal {
    return '' unless defined $stopping_since;
    my $seconds = time - $stopping_since;
    return $seconds >= LAST_SECONDS ? 'KILL' : $seconds >= GRACE_SECONDS ? 'INT' : 'TERM';
}

sub start {
    my ($name) = @_;
    pipe my $out, my $out_end or die "workload: no pipe: $!\n";
    pipe my $err, my $err_end or die "workload: no pipe: $!\n";
    my $pid = fork // die "workload: cannot start $name: $!\n";
    if ($pid == 0) {
        dup2(fileno $out_end, 1);
        dup2(fileno $err_end, 2);
        exec { $commands{$name}[0] } @{ $commands{$name} } or die "workload: cannot start $name: $!\n";
    }
    $daemons{$pid} = $name;
    for my $stream ($out, $err) {
        $sources{$stream} = { name => $name, rest => '' };
        $streams->add($stream);
    }
    return;
}

sub reap {
    while ((my $pid = waitpid -1, WNOHANG) > 0) {
        my $code = $?;
        my $name = delete $daemons{$pid} // next;
        next if defined $stopping_since;
        my $how = $code & 127 ? 'by signal ' . ($code & 127) : 'with status ' . ($code >> 8);
        print STDERR "workload: $name ended $how; the container stops\n";
        $status = 1;
        $stopping_since = time;
    }
    return;
}

sub read_lines {
    my ($stream) = @_;
    my $source = $sources{$stream};
    my $count = sysread $stream, $source->{rest}, LONGEST_LINE, length $source->{rest};
    return if !defined $count && $!{EINTR};
    my $is_over = !$count;
    $streams->remove($stream) if $is_over;
    my $text = '';
    while ($source->{rest} =~ s/^([^\n]*)\n//) { $text .= json_line($source->{name}, $1) }
    if (($is_over || length $source->{rest} > LONGEST_LINE) && length $source->{rest}) {
        $text .= json_line($source->{name}, $source->{rest});
        $source->{rest} = '';
    }
    while (length $text) {
        my $written = syswrite STDOUT, $text;
        if (defined $written) { substr $text, 0, $written, '' }
        elsif (!$!{EINTR}) { die "workload: cannot write the log: $!\n" }
    }
    return;
}

# nginx writes its access log as JSON itself; all other lines are text and stand in `message` as they were written.
sub json_line {
    my ($name, $line) = @_;
    $line = well_formed($line);
    return "{$task" . substr($line, 1) . "\n" if $name eq 'nginx' && $line =~ /^\{"logged_at":/;
    $line =~ s/\r$//;
    $line =~ s/(["\\])/\\$1/g;
    $line =~ s/([\x00-\x1f\x7f])/sprintf '\\u%04x', ord $1/ge;
    return sprintf qq({%s"logged_at":"%s","process":"%s","message":"%s"}\n), $task,
        strftime('%Y-%m-%dT%H:%M:%S.000Z', gmtime), $name, $line;
}

# UTF-8 as RFC 3629 has it; any other byte becomes U+FFFD. A line that is no JSON would be lost to the queries.
sub well_formed {
    my ($line) = @_;
    return $line unless $line =~ /[\x80-\xff]/;
    my $character = qr/[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]
        |[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}
        |[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/x;
    $line =~ s/($character)|./$1 \/\/ "\xef\xbf\xbd"/gse;
    return $line;
}

# Where this runs, as ECS says it: the first members of every line, or nothing outside of ECS.
sub task_columns {
    my ($uri) = @_;
    return '' unless defined $uri && $uri =~ m{^http://([\w.-]+)(?::(\d+))?(/[\w/.-]*)$};
    my ($host, $port, $path) = ($1, $2 // 80, $3);
    my ($container, $own) = map { fetch($host, $port, $_) } $path, "$path/task";
    my @columns = (
        [ecs_cluster_name => $own =~ m{"Cluster"\s*:\s*"(?:[^"]*/)?([\w-]+)"}],
        [ecs_service_name => $own =~ m{"ServiceName"\s*:\s*"([\w-]+)"}],
        [ecs_task_id      => $own =~ m{"TaskARN"\s*:\s*"[^"]*/([\w-]+)"}],
        [container_name   => $container =~ m{"Name"\s*:\s*"([\w-]+)"}],
    );
    return join '', map { defined $_->[1] ? qq("$_->[0]":"$_->[1]",) : '' } @columns;
}

sub fetch {
    my ($host, $port, $path) = @_;
    my $answer = '';
    local $SIG{ALRM} = sub { die "no answer\n" };
    eval {
        alarm 2;
        my $socket = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port) or die "$!\n";
        print {$socket} "GET $path HTTP/1.0\r\nHost: $host\r\n\r\n";
        local $/ = undef;
        $answer = <$socket> // '';
        1;
    } or print STDERR "workload: task metadata at $host:$port$path is not to be had ($@); lines name no task\n";
    alarm 0;
    return $answer;
}
