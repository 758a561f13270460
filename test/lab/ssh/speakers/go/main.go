// `serve PORT`: an SSH server that lets `lab` in with `right`. `connect HOST PORT PASSWORD`: logs in and runs `id`.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
)

func main() {
	if os.Args[1] == "serve" {
		serve(os.Args[2])
	} else {
		connect(net.JoinHostPort(os.Args[2], os.Args[3]), os.Args[4])
	}
}

func serve(port string) {
	config := &ssh.ServerConfig{PasswordCallback: func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
		if string(password) == "right" {
			return nil, nil
		}
		return nil, errors.New("refused")
	}}
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	signer, _ := ssh.NewSignerFromKey(key)
	config.AddHostKey(signer)
	listener, err := net.Listen("tcp4", ":"+port)
	if err != nil {
		panic(err)
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			panic(err)
		}
		go answer(connection, config)
	}
}

func answer(connection net.Conn, config *ssh.ServerConfig) {
	defer connection.Close()
	_, channels, requests, err := ssh.NewServerConn(connection, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		for request := range requests {
			request.Reply(request.Type == "exec", nil)
			if request.Type == "exec" {
				channel.Write([]byte("uid=1000(lab) gid=1000(lab) groups=1000(lab)\n"))
				channel.SendRequest("exit-status", false, []byte{0, 0, 0, 0})
				channel.Close()
			}
		}
	}
}

func connect(address, password string) {
	config := &ssh.ClientConfig{User: "lab", Auth: []ssh.AuthMethod{ssh.Password(password)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()}
	client, err := ssh.Dial("tcp4", address, config)
	if err != nil {
		return
	}
	defer client.Close()
	session, err := client.NewSession()
	if err == nil {
		session.Run("id")
	}
}
