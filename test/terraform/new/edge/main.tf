variable "vpc_id" {}
variable "cidrs" {}
variable "peer" {}
resource "aws_security_group" "edge" {
  name_prefix = "edge-"
  vpc_id = var.vpc_id
}
locals { sg = aws_security_group.edge.id }
resource "aws_security_group_rule" "in" {
  count = length(var.cidrs)
  type = "ingress"
  security_group_id = local.sg
  from_port = 443
  to_port = 443
  protocol = "tcp"
  cidr_blocks = [var.cidrs[count.index]]
}
resource "aws_vpc_security_group_ingress_rule" "peer" {
  security_group_id = aws_security_group.edge.id
  referenced_security_group_id = var.peer
  ip_protocol = "6"
  from_port = 9000
  to_port = 9010
}
output "id" { value = aws_security_group.edge.id }
