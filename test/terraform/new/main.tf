terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}
resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { env = "prod" }
  ingress {
    description = "https"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
    self      = true
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "app" {
  count  = 2
  name   = "app-${count.index}"
  vpc_id = "vpc-0123456789abcdef0"
  ingress {
    from_port       = 8080
    to_port         = 8080
    protocol        = "tcp"
    security_groups = [aws_security_group.web.id]
  }
}
resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = "vpc-0123456789abcdef0"
}
resource "aws_vpc_security_group_ingress_rule" "db" {
  for_each                     = { a = aws_security_group.app[0].id, b = aws_security_group.app[1].id }
  security_group_id            = aws_security_group.db.id
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}
resource "aws_vpc_security_group_egress_rule" "db" {
  security_group_id = aws_security_group.db.id
  cidr_ipv4   = "0.0.0.0/0"
  ip_protocol = "-1"
}
resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  security_group_id = aws_security_group.db.id
  from_port = 22
  to_port = 22
  protocol = "tcp"
  cidr_blocks = ["203.0.113.0/24"]
}
resource "aws_security_group_rule" "existing" {
  type              = "ingress"
  security_group_id = "sg-0aaaaaaaaaaaaaaaa"
  from_port = 22
  to_port = 22
  protocol = "tcp"
  source_security_group_id = aws_security_group.web.id
}
resource "aws_vpc_security_group_ingress_rule" "existing" {
  security_group_id = "sg-0aaaaaaaaaaaaaaaa"
  cidr_ipv4   = "${aws_eip.nat.public_ip}/32"
  ip_protocol = "tcp"
  from_port = 3389
  to_port = 3389
}
resource "aws_eip" "nat" {}
resource "aws_ec2_managed_prefix_list" "office" {
  name           = "office"
  address_family = "IPv4"
  max_entries    = 5
  entry { 
    cidr = "203.0.113.0/24"
    description = "office"
  }
}
resource "aws_ec2_managed_prefix_list" "open" {
  name           = "open"
  address_family = "IPv4"
  max_entries    = 5
}
resource "aws_ec2_managed_prefix_list_entry" "open" {
  cidr           = "0.0.0.0/0"
  prefix_list_id = aws_ec2_managed_prefix_list.open.id
}
resource "aws_vpc_security_group_ingress_rule" "bylist" {
  security_group_id = aws_security_group.db.id
  prefix_list_id = aws_ec2_managed_prefix_list.open.id
  ip_protocol = "tcp"
  from_port = 5432
  to_port = 5432
}
resource "aws_network_interface" "web" {
  subnet_id = "subnet-0123456789abcdef0"
  security_groups = [aws_security_group.web.id]
}
resource "aws_network_interface_sg_attachment" "more" {
  security_group_id    = aws_security_group.db.id
  network_interface_id = aws_network_interface.web.id
}
resource "aws_instance" "web" {
  ami = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id = "subnet-0123456789abcdef0"
  associate_public_ip_address = true
  vpc_security_group_ids = [aws_security_group.web.id]
}
resource "aws_db_instance" "orders" {
  identifier = "orders"
  engine = "postgres"
  instance_class = "db.t3.micro"
  allocated_storage = 20
  username = "orders"
  manage_master_user_password = true
  publicly_accessible = false
  vpc_security_group_ids = [aws_security_group.db.id]
  skip_final_snapshot = true
}
resource "aws_lb" "shop" {
  name = "shop"
  internal = false
  load_balancer_type = "application"
  security_groups = [aws_security_group.web.id]
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}
resource "aws_default_security_group" "default" {
  vpc_id = "vpc-0123456789abcdef0"
  ingress {
    protocol  = -1
    self      = true
    from_port = 0
    to_port   = 0
  }
}
module "edge" {
  source = "./edge"
  for_each = toset(["eu", "us"])
  vpc_id = "vpc-0123456789abcdef0"
  cidrs = each.key == "eu" ? ["198.51.100.0/24"] : ["${aws_eip.nat.public_ip}/32"]
  peer = aws_security_group.web.id
}
